"""A bottleneck adapter: a narrow detour beside the features."""

import torch
from torch import nn


class BottleneckAdapter(nn.Module):
    """Add a narrow two-layer network to the features on one axis (Houlsby et al., 2019).

    The way back up is zero at first, so that the features pass through unchanged.
    """

    def __init__(self, width: int, hidden: int = 64, axis: int = -1) -> None:
        super().__init__()
        self.down = nn.Linear(width, hidden)
        self.up = nn.Linear(hidden, width)
        self.axis = axis
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        added = self.up(nn.functional.gelu(self.down(x.movedim(self.axis, -1))))
        return x + added.movedim(-1, self.axis)
