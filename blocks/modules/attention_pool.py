"""Attention pooling: an average whose weights are learnt."""

import torch
from torch import nn


class AttentionPool(nn.Module):
    """Average the tokens [B, T, C] with weights that a learnt score of each token gives, to [B, C]."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.score = nn.Linear(features, 1)

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Where the mask [B, T] is 0, a token has no weight."""
        scores = self.score(tokens)
        if mask is not None:
            scores = scores.masked_fill((mask == 0).unsqueeze(-1), torch.finfo(scores.dtype).min)
        return (scores.softmax(dim=1) * tokens).sum(dim=1)
