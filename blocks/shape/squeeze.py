"""Squeeze: an axis of size 1 goes away."""

from typing import final

from blocks.bases.contract import axis_of
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, kept
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Squeeze(Block):
    """Remove an axis of size 1: B × C × 1 becomes B × C."""

    title = "Squeeze"
    keywords = ("axis", "dimension", "remove")
    inputs = {"x": Input("any", "an axis of size 1")}
    outputs = {"y": Output("any", "one axis less")}
    params = {
        "dim": Integer(sentence="Axis that goes away; -1 is the last.", default=-1, minimum=-7, maximum=7)
    }

    def declare(self, site: Site) -> Recipe:
        spec = site.spec("x")
        axis = axis_of(spec, site.params["dim"], param="dim", lowest=1)
        if spec.shape[axis] != 1:
            raise refuse(
                "squeeze",
                f"Only an axis of size 1 can go away without losing numbers, and axis {axis} has "
                f"{spec.shape[axis]}. "
                "PyTorch would silently leave it.",
                port="x",
                param="dim",
                expected=f"1 along axis {axis}",
                got=spec.text,
                next="Choose the axis of size 1, or pool or flatten this axis instead.",
            )
        return Recipe(call=f"{{x}}.squeeze({site.params['dim']})")

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        gone = site.params["dim"] % spec.rank
        return tuple(kept(size) for axis, size in enumerate(spec.shape) if axis != gone)
