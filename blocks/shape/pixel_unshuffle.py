"""PixelUnshuffle: a fine map becomes channels."""

from typing import final

from blocks.bases.contract import divides, rank
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, Term, kept, product
from builder.param import Integer
from builder.recipe import Recipe


@final
class PixelUnshuffle(TorchLayer):
    """Gather neighbouring positions as channels: B × C × H·r × W·r becomes B × C·r² × H × W."""

    title = "PixelUnshuffle"
    keywords = ("downsample", "space to depth", "patches")
    builds = "torch.nn.PixelUnshuffle"
    written = ("downscale_factor",)
    inputs = {"x": Input("map", "images or feature maps")}
    outputs = {"y": Output("map", "more channels, fewer positions")}
    params = {
        "downscale_factor": Integer(sentence="How many times coarser along each axis.", default=2, maximum=64)
    }

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", "B × C × H × W")
        for size, what in zip(spec.shape[2:], ("rows", "columns"), strict=True):
            if isinstance(size, int):
                divides(site.params["downscale_factor"], size, param="downscale_factor", what=what, port="x")
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        spec, factor = site.spec("x"), site.params["downscale_factor"]
        places = [size // factor for size in (spec.size(2), spec.size(3))]
        sides = zip(spec.shape[2:], places, strict=True)
        more = product((spec.shape[1], factor, factor))
        return (
            kept(spec.shape[0]),
            more,
            *(Term(small, f"{size} / {factor} = {small}") for size, small in sides),
        )
