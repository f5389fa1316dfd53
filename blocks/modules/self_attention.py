"""Self-attention: each position gathers what it needs from all positions of its own sample."""

import torch
from torch import nn


class SelfAttention(nn.Module):
    """Turn tokens [B, T, features] into [B, T, width] by scaled dot-product attention with one head."""

    def __init__(self, features: int, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(features, width)
        self.key = nn.Linear(features, width)
        self.value = nn.Linear(features, width)

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Nothing is gathered from positions where the mask [B, T] is 0."""
        query, key, value = self.query(tokens), self.key(tokens), self.value(tokens)
        scores = query @ key.transpose(1, 2) / key.shape[-1] ** 0.5
        if mask is not None:
            scores = scores.masked_fill((mask == 0).unsqueeze(1), torch.finfo(scores.dtype).min)
        return scores.softmax(dim=-1) @ value
