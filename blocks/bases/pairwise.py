"""The shared part of Multiply, Subtract and Maximum: two inputs meet element by element."""

from typing import ClassVar

from blocks.bases.contract import floating
from blocks.bases.elementwise import combined
from builder.block import Block, Output, Site
from builder.formula import Formula, Term
from builder.recipe import Recipe


class Pairwise(Block):
    """Two inputs element by element; `call` is the expression over {a} and {b}."""

    call: ClassVar[str]
    outputs = {"y": Output("any", "the common shape")}

    def declare(self, site: Site) -> Recipe:
        combined((floating(site, "a"), floating(site, "b")), "b")
        return Recipe(call=self.call)

    def formula(self, site: Site, port: str) -> Formula:
        shape = combined((site.spec("a"), site.spec("b")), "b")
        return tuple(Term(size, f"the same in both inputs, or stretched from 1: {size}") for size in shape)
