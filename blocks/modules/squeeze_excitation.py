"""Squeeze-and-excitation: channels weighed by a gate that looks at all of them."""

import torch
from torch import nn


class SqueezeExcitation(nn.Module):
    """Weigh each channel of a map, B × C × H × W, by a gate computed from the channels' means (Hu et al., 2018).

    With an identity start the gate is ``2 * sigmoid(0) = 1`` at first, so that the map passes through unchanged.
    """

    def __init__(self, channels: int, reduction: int = 16, identity: bool = True) -> None:
        super().__init__()
        self.squeeze = nn.Linear(channels, max(1, channels // reduction))
        self.excite = nn.Linear(max(1, channels // reduction), channels)
        self.scale = 2.0 if identity else 1.0
        if identity:
            nn.init.zeros_(self.excite.weight)
            nn.init.zeros_(self.excite.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        gate = self.excite(torch.relu(self.squeeze(x.mean(dim=(2, 3)))))
        return x * (self.scale * torch.sigmoid(gate))[:, :, None, None]
