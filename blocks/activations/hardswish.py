"""Hardswish: a SiLU of straight lines."""

from typing import final

from blocks.bases.activation import Activation


@final
class Hardswish(Activation):
    """Multiply each number by its own hard sigmoid (Howard et al., 2019)."""

    title = "Hardswish"
    keywords = ("mobilenet",)
    builds = "torch.nn.Hardswish"
