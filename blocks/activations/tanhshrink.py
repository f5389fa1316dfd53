"""Tanhshrink: a number minus its tanh."""

from typing import final

from blocks.bases.activation import Activation


@final
class Tanhshrink(Activation):
    """Subtract its own tanh from each number."""

    title = "Tanhshrink"
    builds = "torch.nn.Tanhshrink"
