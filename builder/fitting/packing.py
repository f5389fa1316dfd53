"""Packing: the weights of a convolution that runs many times are laid out once as the processor wants them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


def packed(
    convolution: Any, weight: "torch.Tensor", bias: "torch.Tensor", first: "torch.Tensor"
) -> "Callable[[torch.Tensor], torch.Tensor]":
    """A convolution with these weights in place of its own: B x C x H x W like `first` to B x C' x H' x W'.

    Where oneDNN does the work, its layout of the weights is made here instead of at every call. Elsewhere the
    convolution is what it was.
    """
    import torch

    def plain(x: "torch.Tensor") -> "torch.Tensor":
        return convolution._conv_forward(x, weight, bias)  # type: ignore[no-any-return]

    if not _packable(convolution, weight, first):
        return plain
    where = (convolution.padding, convolution.stride, convolution.dilation, convolution.groups)
    try:
        laid_out = torch.ops.mkldnn._reorder_convolution_weight(weight, *where, first.shape)
        run = torch.ops.mkldnn._convolution_pointwise
    except (AttributeError, RuntimeError):
        return plain
    return lambda x: run(x, laid_out, bias, *where, "none", [], "")  # type: ignore[no-any-return]


def _packable(convolution: Any, weight: "torch.Tensor", first: "torch.Tensor") -> bool:
    """Whether oneDNN runs this convolution, in full precision and padded with zeros."""
    import torch

    return all(
        (
            torch.backends.mkldnn.is_available() and torch.backends.mkldnn.enabled,
            convolution.padding_mode == "zeros" and not isinstance(convolution.padding, str),
            weight.device.type == first.device.type == "cpu",
            weight.dtype == first.dtype == torch.float32,
            not torch.is_autocast_enabled("cpu"),
        )
    )
