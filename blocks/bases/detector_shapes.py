"""The form that trained detectors have, without their weights."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


def trained_maps_of(detector: "nn.Module") -> "nn.Module":
    """The front of an untrained detector in the form of a trained one, whose statistics never change."""
    from torch import nn
    from torchvision.ops import FrozenBatchNorm2d

    maps = detector.get_submodule("backbone")
    for path, inner in list(maps.named_modules()):
        if isinstance(inner, nn.BatchNorm2d):
            maps.set_submodule(path, FrozenBatchNorm2d(inner.num_features, inner.eps), strict=True)
    return maps
