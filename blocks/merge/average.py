"""Average: the mean of several inputs."""

from typing import final

from blocks.bases.elementwise import combined, same_numbers
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, Term
from builder.recipe import Recipe


@final
class Average(Block):
    """Take the mean of several inputs of one shape, as an ensemble of heads does."""

    title = "Average"
    keywords = ("mean", "ensemble", "fusion", "combine")
    inputs = {"xs": Input("any", "two or more of one shape", many=True)}
    outputs = {"y": Output("any", "the same shape")}

    def declare(self, site: Site) -> Recipe:
        specs = site.specs("xs")
        same_numbers(specs, "xs")
        combined(specs, "xs")
        return Recipe(call=f"sum([{{xs}}]) / {len(specs)}")

    def formula(self, site: Site, port: str) -> Formula:
        shape = combined(site.specs("xs"), "xs")
        return tuple(Term(size, f"the same in all inputs, or stretched from 1: {size}") for size in shape)
