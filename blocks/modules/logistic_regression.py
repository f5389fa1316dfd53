"""Logistic regression as a layer."""

import torch
from torch import nn


class LogisticRegression(nn.Module):
    """Turn features [B, C] into logits [B, classes]; of two classes the first stays at 0, so that C + 1 numbers do."""

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.linear = nn.Linear(features, 1 if classes == 2 else classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.linear(x)
        return torch.cat([torch.zeros_like(scores), scores], dim=1) if scores.shape[1] == 1 else scores
