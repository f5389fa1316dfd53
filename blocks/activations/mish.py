"""Mish: a smooth, self-gated function."""

from typing import final

from blocks.bases.activation import Activation


@final
class Mish(Activation):
    """Multiply each number by the tanh of its softplus (Misra, 2019)."""

    title = "Mish"
    builds = "torch.nn.Mish"
