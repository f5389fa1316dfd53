"""UnitLength: every vector gets length one."""

from typing import final

from blocks.bases.contract import axis_of, floating
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Integer
from builder.recipe import Recipe


@final
class UnitLength(Block):
    """Divide each vector by its length, so that products of two of them are cosines."""

    title = "Unit length"
    keywords = ("l2", "normalize", "normalise", "cosine", "sphere", "embedding")
    inputs = {"x": Input("any", "vectors along one axis")}
    outputs = {"y": Output("any", "the same shape, each vector of length one")}
    params = {
        "dim": Integer(sentence="Axis of the vectors; -1 is the last.", default=-1, minimum=-8, maximum=7)
    }

    def declare(self, site: Site) -> Recipe:
        axis_of(floating(site), site.params["dim"], param="dim", lowest=1)
        return Recipe(call=f"nn.functional.normalize({{x}}, dim={site.params['dim']})")

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
