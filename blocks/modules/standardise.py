"""One scale for every feature, with statistics of the training rows."""

import torch
from torch import nn


class Standardise(nn.Module):
    """Subtract each feature's mean and divide by its deviation: [B, C] stays [B, C]."""

    mean: torch.Tensor
    deviation: torch.Tensor

    def __init__(self, features: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("deviation", torch.ones(features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x - self.mean) / self.deviation
