"""LoRA: a change of low rank beside a layer, which learns in the layer's place."""

from collections.abc import Callable

import torch
from torch import nn


class LowRank(nn.Module):
    """Give ``alpha / rank * up(down(x))`` over the features on one axis (Hu et al., 2021); added to x where asked.

    The way up is zero at first, so that nothing is changed.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        *,
        rank: int = 8,
        alpha: float = 16.0,
        dropout: float = 0.0,
        axis: int = -1,
        residual: bool = False,
    ) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.down = nn.Linear(in_features, rank, bias=False)
        self.up = nn.Linear(rank, out_features, bias=False)
        self.scale, self.axis, self.residual = alpha / rank, axis, residual
        nn.init.zeros_(self.up.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        changed = self.up(self.down(self.dropout(x.movedim(self.axis, -1)))) * self.scale
        changed = changed.movedim(-1, self.axis)
        return x + changed if self.residual else changed


class LowRankConv(nn.Module):
    """Give ``alpha / rank * up(down(x))`` beside a convolution: down has the convolution's window, up is 1x1.

    The way up is zero at first, so that nothing is changed.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        *,
        kernel_size: tuple[int, ...],
        stride: tuple[int, ...],
        padding: tuple[int, ...],
        dilation: tuple[int, ...],
        rank: int = 8,
        alpha: float = 16.0,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        convolution: Callable[..., nn.Module] = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[len(kernel_size) - 1]
        self.dropout = nn.Dropout(dropout)
        self.down = convolution(in_channels, rank, kernel_size, stride, padding, dilation, bias=False)
        self.up = convolution(rank, out_channels, 1, bias=False)
        self.scale = alpha / rank
        for parameter in self.up.parameters():
            nn.init.zeros_(parameter)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.up(self.down(self.dropout(x))) * self.scale
