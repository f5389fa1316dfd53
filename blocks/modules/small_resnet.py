"""A small residual network for pictures of 32 pixels and more, and where its trained weights lie."""

from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn


class Residual(nn.Module):
    """Two 3x3 convolutions with batch normalisation beside a shortcut (He et al., 2016)."""

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.shortcut = (
            nn.Identity() if in_channels == out_channels else _projection(in_channels, out_channels, stride)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + self.shortcut(x))


def _projection(in_channels: int, out_channels: int, stride: int) -> nn.Module:
    """A 1x1 convolution that brings the shortcut to the new shape."""
    conv = nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels))


class SmallResNet(nn.Module):
    """Turn colour images, B × 3 × H × W, into 64 numbers each, by way of a map of H/4 × W/4: 77,392 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        self.layer1 = Residual(16, 16)
        self.layer2 = Residual(16, 32, stride=2)
        self.layer3 = Residual(32, 64, stride=2)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        found = self.layer3(self.layer2(self.layer1(self.stem(image))))
        result: torch.Tensor = self.flatten(self.pool(found))
        return result


def trained_small_resnet(file: str = "small_resnet.safetensors") -> SmallResNet:
    """The network with its trained weights: a file in the current folder, or the one that comes with Netgraft."""
    package = find_spec("builder")
    home = Path(package.origin).parent if package and package.origin else Path()
    places = (Path(file), home / "_assets" / "weights" / file, home.parent / "assets" / "weights" / file)
    found = next((place for place in places if place.is_file()), Path(file))
    network = SmallResNet()
    network.load_state_dict(load_file(found))
    return network
