"""Unfold: every window of a map becomes a column."""

from typing import final

from blocks.bases.contract import floating, rank
from blocks.bases.patches import patch_params
from blocks.bases.torch_layer import TorchLayer
from blocks.bases.window import fits, per_axis
from builder.block import Input, Output, Site
from builder.formula import Formula, Term, kept, product, window
from builder.recipe import Recipe


@final
class Unfold(TorchLayer):
    """Lay every window of a map out as a column: B × C × H × W becomes B × C·k² × L."""

    title = "Unfold"
    keywords = ("patches", "im2col", "windows")
    builds = "torch.nn.Unfold"
    written = ("kernel_size",)
    inputs = {"x": Input("map", "images or feature maps")}
    outputs = {"y": Output("any", "one column for each window")}
    params = patch_params()

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", "B × C × H × W")
        floating(site)
        kernel, padding, dilation = (
            per_axis(site.params[name], 2) for name in ("kernel_size", "padding", "dilation")
        )
        fits(spec, ("H", "W"), kernel, padding, dilation)
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        kernel, stride, padding, dilation = (
            per_axis(site.params[name], 2) for name in ("kernel_size", "stride", "padding", "dilation")
        )
        rows = zip(spec.shape[2:], kernel, stride, padding, dilation, strict=True)
        places = [window(*row) for row in rows]
        inside = product((spec.shape[1], *kernel), "all numbers of a window")
        count = product([place.size for place in places], "windows")
        detail = f"; {places[0].text} and {places[1].text}"
        return kept(spec.shape[0]), inside, Term(count.size, count.text + detail)
