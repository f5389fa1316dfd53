"""The shared part of Softmax and its relatives: a function of all numbers along one axis."""

from typing import ClassVar

from blocks.bases.activation import Activation
from blocks.bases.contract import axis_of
from builder.block import Site
from builder.param import Integer, Param
from builder.recipe import Recipe


def axis_params() -> dict[str, Param]:
    """The one parameter of these functions."""
    return {
        "dim": Integer(
            sentence="Axis along which the shares add up; -1 is the last.", default=-1, minimum=-8, maximum=7
        )
    }


class AlongAxis(Activation):
    """A function of all numbers along one axis, which keeps the shape."""

    written: ClassVar[tuple[str, ...]] = ("dim",)

    def declare(self, site: Site) -> Recipe:
        axis_of(site.spec("x"), site.params["dim"], param="dim", lowest=1)
        return super().declare(site)
