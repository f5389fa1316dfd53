"""Crop: the middle of a map."""

from typing import final

from blocks.bases.contract import number, rank
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Crop(Block):
    """Keep the middle of a map: B × C × H × W becomes B × C × height × width."""

    title = "Crop"
    keywords = ("center", "centre", "cut")
    inputs = {"x": Input("map", "images or feature maps")}
    outputs = {"y": Output("map", "the middle of each")}
    params = {
        "height": Integer(sentence="Rows that are kept.", default=32),
        "width": Integer(sentence="Columns that are kept.", default=32),
    }

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", "B × C × H × W")
        cuts = []
        for axis, name in ((2, "height"), (3, "width")):
            size, kept = number(site, "x", axis), site.params[name]
            if kept > size:
                raise refuse(
                    "spatial_size",
                    f"A crop can only take away: {name} {kept} is more than the {size} that arrive.",
                    port="x",
                    param=name,
                    expected=f"at most {size}",
                    got=f"{kept} on {spec.text}",
                    next=f"Make {name} smaller, or enlarge the map first with an upsample or a padding.",
                )
            start = (size - kept) // 2
            cuts.append(f"{start}:{start + kept}")
        return Recipe(call=f"{{x}}[:, :, {cuts[0]}, {cuts[1]}]")

    def formula(self, site: Site, port: str) -> Formula:
        batch, width, *_ = site.spec("x").shape
        sides = (given(site.params[name], name) for name in ("height", "width"))
        return (kept(batch), kept(width), *sides)
