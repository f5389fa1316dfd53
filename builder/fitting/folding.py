"""Folding: while features are computed, a frozen BatchNorm is worked into the convolution in front of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from builder.fitting.packing import packed

if TYPE_CHECKING:
    import torch
    from torch import nn


@dataclass
class Fold:
    """A convolution and the normalisation that stands next to it, with the weights that do the work of both."""

    convolution: Any
    normalisation: "nn.Module"
    weight: "torch.Tensor"
    bias: "torch.Tensor"
    run: "Callable[[torch.Tensor], torch.Tensor] | None" = None
    """The convolution with its weights packed for pictures like the first."""

    def both(self, x: "torch.Tensor") -> "torch.Tensor":
        if self.run is None:
            self.run = packed(self.convolution, self.weight, self.bias, x)
        return self.run(x)


def folds_of(module: "nn.Module") -> tuple[Fold, ...]:
    """The pairs of neighbours that can be folded: both frozen and held. Whether one feeds the other has to be tried."""
    from torch import nn
    from torch.nn.utils.fusion import fuse_conv_bn_weights

    found = []
    for parent in module.modules():
        for first, second in pairwise(parent.children()):
            if not isinstance(first, nn.Conv2d) or not isinstance(second, nn.BatchNorm2d):
                continue
            if first.out_channels != second.num_features or not (_held(first) and _held(second)):
                continue
            assert second.running_mean is not None
            assert second.running_var is not None
            weight, bias = fuse_conv_bn_weights(
                first.weight,
                first.bias,
                second.running_mean,
                second.running_var,
                second.eps,
                second.weight,
                second.bias,
            )
            found.append(Fold(first, second, weight.detach(), bias.detach()))
    return tuple(found)


@contextmanager
def folded(folds: Sequence[Fold]) -> Iterator[None]:
    """Inside, these convolutions do their normalisations' work, which pass on what they are given."""
    for fold in folds:
        fold.convolution.forward = fold.both
        fold.normalisation.forward = _same
    try:
        yield
    finally:
        for fold in folds:
            del fold.convolution.forward
            del fold.normalisation.forward


_same: Callable[[Any], Any] = lambda x: x  # noqa: E731 - it stands for a forward


def _held(module: "nn.Module") -> bool:
    """Whether a module neither learns nor follows its data."""
    learns = any(parameter.requires_grad for parameter in module.parameters())
    return not learns and not module.training and getattr(module, "running_mean", 0) is not None
