"""The form that trained detectors have, without their weights."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


def small_maps_of(name: str) -> "nn.Module":
    """The front of a small detector that runs on a picture while it is built: built with numbers all the same."""
    import torch
    from torchvision.models import detection

    from builder.weightless.drawing import drawn

    with torch._C.DisableTorchFunction(), drawn():
        detector = getattr(detection, name)(weights_backbone=None)
    front: nn.Module = detector.get_submodule("backbone")
    return front


def trained_maps_of(detector: "nn.Module") -> "nn.Module":
    """The front of an untrained detector in the form of a trained one, whose statistics never change."""
    from torch import nn
    from torchvision.ops import FrozenBatchNorm2d

    maps = detector.get_submodule("backbone")
    for path, inner in list(maps.named_modules()):
        if isinstance(inner, nn.BatchNorm2d):
            maps.set_submodule(path, FrozenBatchNorm2d(inner.num_features, inner.eps), strict=True)
    return maps
