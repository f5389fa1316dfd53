"""Tanh: every number to between -1 and 1."""

from typing import final

from blocks.bases.activation import Activation


@final
class Tanh(Activation):
    """Squeeze every number to between -1 and 1."""

    title = "Tanh"
    keywords = ("squash",)
    builds = "torch.nn.Tanh"
