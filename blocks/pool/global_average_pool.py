"""Global average pool: a map becomes one vector."""

from typing import final

from blocks.bases.contract import floating, rank
from blocks.bases.window import not_empty
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, kept
from builder.recipe import Recipe


@final
class GlobalAveragePool(Block):
    """Take the mean of each channel over the whole map: B × C × H × W becomes B × C (Lin et al., 2013)."""

    title = "Global average pool"
    keywords = ("gap", "mean", "adaptive", "vector")
    inputs = {"x": Input("map", "a feature map")}
    outputs = {"y": Output("vector", "one number for each channel")}

    def declare(self, site: Site) -> Recipe:
        not_empty(rank(site, "x", "B × C × H × W"), ("H", "W"))
        floating(site)
        return Recipe(call="{x}.mean(dim=(2, 3))")

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("x").shape[0]), kept(site.spec("x").shape[1])
