"""A residual adapter: a 1x1 convolution beside a map."""

import torch
from torch import nn


class ResidualAdapter(nn.Module):
    """Add a 1x1 convolution of the normalised map, B × C × H × W, to the map itself (Rebuffi et al., 2017).

    The convolution is zero at first, so that the map passes through unchanged.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.conv = nn.Conv2d(channels, channels, 1, bias=False)
        nn.init.zeros_(self.conv.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.conv(self.norm(x))
