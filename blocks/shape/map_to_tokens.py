"""Map to tokens: each place of a map becomes a token."""

from typing import final

from blocks.bases.contract import rank
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, kept, product
from builder.recipe import Recipe


@final
class MapToTokens(Block):
    """Turn each place of a feature map into a token: B × C × H × W becomes B × H·W × C."""

    title = "Map to tokens"
    keywords = ("patches", "flatten", "sequence", "attention", "transformer")
    inputs = {"x": Input("map", "a feature map")}
    outputs = {"y": Output("tokens", "one token for each place, row by row")}

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C × H × W")
        return Recipe(call="{x}.flatten(2).transpose(1, 2)")

    def formula(self, site: Site, port: str) -> Formula:
        batch, width, *places = site.spec("x").shape
        return kept(batch), product(places, "one token for each place"), kept(width)
