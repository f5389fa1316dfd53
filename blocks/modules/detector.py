"""The part of a detector that runs on tensors alone."""

from torch import nn


def maps_of(detector: nn.Module) -> nn.Module:
    """The network in front of a detector's boxes: images in, feature maps of several sizes out."""
    return detector.get_submodule("backbone")
