"""The shared part of dropouts: while training, some numbers or channels are set to zero."""

from blocks.bases.activation import Activation
from builder.block import Input, Output
from builder.param import Number, Param


def drop_params() -> dict[str, Param]:
    """The one parameter that every dropout has."""
    return {"p": Number(sentence="How likely each one is dropped while training.", default=0.5)}


class RandomDrop(Activation):
    """Drop at random while training, and leave everything as it is afterwards."""

    inputs = {"x": Input("any", "real numbers")}
    outputs = {"y": Output("any", "the same shape")}
