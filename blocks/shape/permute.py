"""Permute: the axes in another order."""

from typing import final

from blocks.bases.counts import row
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, Term
from builder.param import Integers
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Permute(Block):
    """Put the axes in another order, the batch staying first: with 0, 2, 1 B × T × C becomes B × C × T."""

    title = "Permute"
    keywords = ("transpose", "order", "axes")
    inputs = {"x": Input("any", "anything")}
    outputs = {"y": Output("any", "the same numbers, axes in the order of dims")}
    params = {
        "dims": Integers(
            sentence="The old number of each new axis; begins with 0.", default=(0, 2, 1), maximum=7
        )
    }

    def declare(self, site: Site) -> Recipe:
        spec, dims = site.spec("x"), row(site.params["dims"])
        if sorted(dims) != list(range(spec.rank)) or dims[:1] != (0,):
            swapped = [0, *range(2, spec.rank), 1] if spec.rank > 2 else range(spec.rank)
            raise refuse(
                "permutation",
                f"An order names each of the {spec.rank} axes of {spec.text} once, and begins with the "
                "batch, 0.",
                port="x",
                param="dims",
                expected=f"an order of 0 to {spec.rank - 1}, such as "
                f"{', '.join(str(axis) for axis in swapped)}",
                got=", ".join(str(axis) for axis in dims),
                next="Write each axis once, with 0 first.",
            )
        return Recipe(call=f"{{x}}.permute({', '.join(str(axis) for axis in dims)})")

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        return tuple(
            Term(spec.shape[axis], f"axis {axis} of what arrives: {spec.shape[axis]}")
            for axis in row(site.params["dims"])
        )
