"""Slice: a stretch of an axis."""

from typing import final

from blocks.bases.contract import axis_of
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, Term, given, kept, reckon
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Slice(Block):
    """Keep a stretch of an axis: with start 1 of axis 1, all tokens but the first."""

    title = "Slice"
    keywords = ("narrow", "cut", "range", "index")
    inputs = {"x": Input("any", "two axes or more")}
    outputs = {"y": Output("any", "the axis dim shorter")}
    params = {
        "dim": Integer(sentence="Axis that is cut.", default=1, minimum=-7, maximum=7),
        "start": Integer(sentence="First entry that is kept, from 0.", default=0, minimum=0),
        "length": Integer(sentence="How many are kept; empty for all that follow.", optional=True),
    }

    def declare(self, site: Site) -> Recipe:
        spec, start, length = site.spec("x"), site.params["start"], site.params["length"]
        axis = axis_of(spec, site.params["dim"], param="dim", lowest=1)
        size = spec.shape[axis]
        if isinstance(size, int) and start + (length or 1) > size:
            raise refuse(
                "index",
                f"Axis {axis} has {size} entries, and this would keep entries {start} to "
                f"{start + (length or 1) - 1}.",
                port="x",
                param="length" if length and start < size else "start",
                expected=f"entries between 0 and {size - 1}",
                got=f"{start} to {start + (length or 1) - 1} of {spec.text}",
                next="Make start or length smaller, or choose another axis.",
            )
        stop = "" if length is None else str(start + length)
        return Recipe(call=f"{{x}}[{':, ' * axis}{start or ''}:{stop}]")

    def formula(self, site: Site, port: str) -> Formula:
        spec, start, length = site.spec("x"), site.params["start"], site.params["length"]
        axis = site.params["dim"] % spec.rank
        left = reckon(lambda size: size - start, spec.shape[axis])
        cut = (
            Term(left, f"{spec.shape[axis]} − {start} = {left}")
            if length is None
            else given(length, "length")
        )
        return (*map(kept, spec.shape[:axis]), cut, *map(kept, spec.shape[axis + 1 :]))
