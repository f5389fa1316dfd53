"""A residual block: two convolutions beside a shortcut."""

import torch
from torch import nn


class ResidualBlock(nn.Module):
    """Add two 3x3 convolutions to a shortcut: B × in × H × W to B × out × H/stride × W/stride (He et al., 2016).

    The shortcut is the map itself, or a 1x1 projection where the shape changes. With an identity start the last
    convolution is zero, so that the block passes its shortcut through at first.
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1, identity: bool = True) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        same = stride == 1 and in_channels == out_channels
        self.shortcut = nn.Identity() if same else nn.Conv2d(in_channels, out_channels, 1, stride=stride)
        if identity:
            for parameter in self.conv2.parameters():
                nn.init.zeros_(parameter)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.shortcut(x) + self.conv2(torch.relu(self.conv1(x)))
