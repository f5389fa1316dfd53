"""Add: sum several inputs element by element."""

from typing import final

from blocks.bases.elementwise import combined, same_numbers
from builder.block import Block, Input, Output, Site
from builder.recipe import Recipe


@final
class Add(Block):
    """Add several inputs of one shape element by element, as a residual connection does."""

    title = "Add"
    keywords = ("sum", "residual", "skip", "plus", "fusion")
    inputs = {"xs": Input("any", "two or more of one shape", many=True)}
    outputs = {"y": Output("any", "the same shape")}

    def declare(self, site: Site) -> Recipe:
        specs = site.specs("xs")
        same_numbers(specs, "xs")
        combined(specs, "xs")
        return Recipe(call="sum([{xs}])")
