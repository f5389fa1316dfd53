"""Fold: columns are put back to where their windows stood."""

from typing import final

from blocks.bases.contract import divides, floating, number, rank
from blocks.bases.patches import patch_params, windows
from blocks.bases.torch_layer import TorchLayer
from blocks.bases.window import per_axis
from builder.block import Input, Output, Site
from builder.formula import Formula, Term, given, kept
from builder.param import Integers
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Fold(TorchLayer):
    """Put columns back as windows of a map and add up where they overlap: B × C·k² × L becomes B × C × H ×
    W.
    """

    title = "Fold"
    keywords = ("patches", "col2im", "windows")
    builds = "torch.nn.Fold"
    written = ("output_size", "kernel_size")
    inputs = {"x": Input("any", "one column for each window, as Unfold gives them")}
    outputs = {"y": Output("map", "the map")}
    params = {
        "output_size": Integers(
            sentence="Height and width of the map.", default=(8,), length=2, minimum=1, maximum=8192
        ),
        **patch_params(),
    }

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", "B × C × L")
        floating(site)
        high, wide = per_axis(site.params["kernel_size"], 2)
        divides(high * wide, number(site, "x", 1), param="kernel_size", what="rows", port="x")
        rows, columns = per_axis(site.params["output_size"], 2)
        wanted = windows(site, (rows, columns))
        if number(site, "x", 2) != wanted:
            raise refuse(
                "fold",
                f"A map of {rows} × {columns} has {wanted} windows of this kind, and {spec.shape[2]} "
                "columns arrive.",
                port="x",
                param="output_size",
                expected=f"B × {spec.shape[1]} × {wanted}",
                got=spec.text,
                next="Use the kernel_size, stride, padding and dilation of the Unfold in front, and its "
                "input's size.",
            )
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        high, wide = per_axis(site.params["kernel_size"], 2)
        width = spec.size(1) // (high * wide)
        sides = (given(size, "output_size") for size in per_axis(site.params["output_size"], 2))
        return (kept(spec.shape[0]), Term(width, f"{spec.shape[1]} / ({high} · {wide}) = {width}"), *sides)
