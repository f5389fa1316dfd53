"""Tokens to map: tokens are laid out as a map again."""

from typing import final

from blocks.bases.contract import rank
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe
from builder.sizes import Symbolic


@final
class TokensToMap(Block):
    """Lay tokens out as a map, row by row: B × H·W × C becomes B × C × H × W."""

    title = "Tokens to map"
    keywords = ("unflatten", "reshape", "patches")
    inputs = {"x": Input("tokens", "one token for each place, row by row")}
    outputs = {"y": Output("map", "a feature map")}
    params = {
        "height": Integer(sentence="Rows of the map.", default=7),
        "width": Integer(sentence="Columns of the map.", default=7),
    }

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", "B × T × C")
        height, width = site.params["height"], site.params["width"]
        tokens = spec.shape[1]
        if isinstance(tokens, Symbolic) or tokens != height * width:
            raise refuse(
                "reshape",
                f"A map of {height} × {width} has {height * width} places, and {tokens} tokens arrive.",
                port="x",
                param="height",
                expected=f"B × {height * width} × {spec.shape[2]}",
                got=spec.text,
                next="Set height and width so that they multiply to the number of tokens; a class token in "
                "front is "
                "cut off with a Slice.",
            )
        return Recipe(call=f"{{x}}.transpose(1, 2).unflatten(2, ({height}, {width}))")

    def formula(self, site: Site, port: str) -> Formula:
        batch, _, width = site.spec("x").shape
        sides = (given(site.params[name], name) for name in ("height", "width"))
        return (kept(batch), kept(width), *sides)
