"""Which axis holds the features: the channels of a map, or the last axis of tokens and vectors."""

from dataclasses import dataclass

from blocks.bases.contract import floating, number
from builder.block import Site
from builder.param import Choice
from builder.problem import refuse

AXIS = Choice(
    sentence="channels: axis 1, as in maps B × C × H × W; last: as in tokens B × T × C.",
    choices=("channels", "last"),
    inferred=True,
)
"""The parameter of blocks that change features and leave places alone."""


@dataclass(frozen=True)
class FeatureAxis:
    """The axis of the features by name and by number, and how many features there are."""

    name: str
    axis: int
    width: int


def feature_axis(site: Site, port: str = "x", *, last: bool = False) -> FeatureAxis:
    """The features of what arrives: on axis 1 where there are places behind it, else, or where asked, on the last.

    Raises:
        Refused: what arrives holds no real numbers, has no such axis, or is of no fixed size there.
    """
    spec = floating(site, port)
    if spec.rank < 2:
        raise refuse(
            "rank",
            f"Features lie on an axis behind the batch, and what arrives is {spec.text}.",
            port=port,
            expected="B × C, B × T × C or B × C × H × W",
            got=spec.text,
            next="Connect features of each sample.",
        )
    name = site.params["axis"] or ("channels" if spec.rank > 3 and not last else "last")
    axis = 1 if name == "channels" else -1
    return FeatureAxis(name, axis, number(site, port, axis))
