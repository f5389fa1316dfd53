"""The shared part of dropouts: while training, some numbers or channels are set to zero."""

from typing import ClassVar

from blocks.bases.activation import Activation
from blocks.bases.contract import rank
from builder.block import Input, Output, Site
from builder.param import Number, Param
from builder.recipe import Recipe


def drop_params() -> dict[str, Param]:
    """The one parameter that every dropout has."""
    return {"p": Number(sentence="How likely each one is dropped while training.", default=0.5)}


class RandomDrop(Activation):
    """Drop at random while training, and leave everything as it is afterwards."""

    inputs = {"x": Input("any", "real numbers")}
    outputs = {"y": Output("any", "the same shape")}


class ChannelDrop(RandomDrop):
    """Drop whole channels; `pattern` is the shape that is taken."""

    pattern: ClassVar[str]

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", self.pattern)
        return super().declare(site)
