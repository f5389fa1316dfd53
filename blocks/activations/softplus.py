"""Softplus: a smooth ReLU that is always positive."""

from typing import final

from blocks.bases.activation import Activation
from builder.param import Number


@final
class Softplus(Activation):
    """Smooth ReLU: the logarithm of 1 + exp(x), always above zero."""

    title = "Softplus"
    keywords = ("positive",)
    builds = "torch.nn.Softplus"
    params = {
        "beta": Number(sentence="How sharp the bend is.", default=1.0, minimum=1e-06, maximum=1000.0),
        "threshold": Number(
            sentence="From here on the function is a straight line.",
            default=20.0,
            minimum=-1000.0,
            maximum=1000.0,
        ),
    }
