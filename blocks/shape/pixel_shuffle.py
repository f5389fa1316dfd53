"""PixelShuffle: channels become a finer map."""

from typing import final

from blocks.bases.contract import divides, number, rank
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, Term, kept, product
from builder.param import Integer
from builder.recipe import Recipe


@final
class PixelShuffle(TorchLayer):
    """Lay groups of channels out as a finer map: B × C·r² × H × W becomes B × C × H·r × W·r (Shi et al.,
    2016).
    """

    title = "PixelShuffle"
    keywords = ("upsample", "super-resolution", "depth to space")
    builds = "torch.nn.PixelShuffle"
    written = ("upscale_factor",)
    inputs = {"x": Input("map", "a feature map with many channels")}
    outputs = {"y": Output("map", "fewer channels, more positions")}
    params = {
        "upscale_factor": Integer(sentence="How many times finer along each axis.", default=2, maximum=64)
    }

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C × H × W")
        factor = site.params["upscale_factor"]
        divides(factor * factor, number(site, "x", 1), param="upscale_factor", what="channels", port="x")
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        spec, factor = site.spec("x"), site.params["upscale_factor"]
        width = spec.size(1) // factor**2
        fewer = Term(width, f"{spec.shape[1]} / {factor}² = {width}")
        return (kept(spec.shape[0]), fewer, *(product((size, factor)) for size in spec.shape[2:]))
