"""Transpose: two axes change places."""

from typing import final

from blocks.bases.contract import axis_of
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, Term
from builder.param import Integer
from builder.recipe import Recipe


@final
class Transpose(Block):
    """Let two axes change places: B × T × C becomes B × C × T."""

    title = "Transpose"
    keywords = ("swap", "permute", "axes")
    inputs = {"x": Input("any", "anything with the two axes")}
    outputs = {"y": Output("any", "the same numbers, two axes swapped")}
    params = {
        "dim0": Integer(sentence="One axis.", default=1, minimum=-7, maximum=7),
        "dim1": Integer(sentence="The other axis.", default=2, minimum=-7, maximum=7),
    }

    def declare(self, site: Site) -> Recipe:
        for name in ("dim0", "dim1"):
            axis_of(site.spec("x"), site.params[name], param=name, lowest=1)
        return Recipe(call=f"{{x}}.transpose({site.params['dim0']}, {site.params['dim1']})")

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        order = list(range(spec.rank))
        first, second = (site.params[name] % spec.rank for name in ("dim0", "dim1"))
        order[first], order[second] = second, first
        return tuple(
            Term(spec.shape[axis], f"axis {axis} of what arrives: {spec.shape[axis]}") for axis in order
        )
