"""Hardsigmoid: a sigmoid of straight lines."""

from typing import final

from blocks.bases.activation import Activation


@final
class Hardsigmoid(Activation):
    """Squeeze every number to between 0 and 1 with straight lines, which is cheaper than a sigmoid."""

    title = "Hardsigmoid"
    keywords = ("gate",)
    builds = "torch.nn.Hardsigmoid"
