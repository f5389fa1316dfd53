"""Unsqueeze: a new axis of size 1."""

from typing import final

from blocks.bases.contract import axis_of
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, Term, kept
from builder.param import Integer
from builder.recipe import Recipe


@final
class Unsqueeze(Block):
    """Insert an axis of size 1: B × C becomes B × 1 × C."""

    title = "Unsqueeze"
    keywords = ("expand", "axis", "dimension")
    inputs = {"x": Input("any", "anything")}
    outputs = {"y": Output("any", "one axis more, of size 1")}
    params = {
        "dim": Integer(sentence="Where the new axis stands; -1 is last.", default=1, minimum=-7, maximum=7)
    }

    def declare(self, site: Site) -> Recipe:
        spec = site.spec("x")
        axis_of(spec, site.params["dim"], param="dim", lowest=1, rank=spec.rank + 1)
        return Recipe(call=f"{{x}}.unsqueeze({site.params['dim']})")

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        axis = site.params["dim"] % (spec.rank + 1)
        return (*map(kept, spec.shape[:axis]), Term(1, "the new axis"), *map(kept, spec.shape[axis:]))
