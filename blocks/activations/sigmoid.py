"""Sigmoid: every number to between 0 and 1."""

from typing import final

from blocks.bases.activation import Activation


@final
class Sigmoid(Activation):
    """Squeeze every number to between 0 and 1, each on its own."""

    title = "Sigmoid"
    keywords = ("probability", "gate", "logistic")
    builds = "torch.nn.Sigmoid"
