"""Masked mean: average what counts."""

import torch


def masked_mean(tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Average the tokens [B, T, C] where the mask [B, T] is not 0, to [B, C]; 0 where nothing counts."""
    weights = (mask != 0).unsqueeze(-1).to(tokens.dtype)
    return (tokens * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)
