"""The shared part of adaptive poolings: the size that leaves is chosen, and the windows follow from it."""

from typing import ClassVar

from blocks.bases.contract import floating, rank
from blocks.bases.torch_layer import TorchLayer
from blocks.bases.window import not_empty, per_axis
from builder.block import Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Integers, Param
from builder.recipe import Recipe


def output_size_params(axes: int) -> dict[str, Param]:
    """The size that leaves, along each axis."""
    sentence = "Size of what leaves, along each axis; 1 pools everything into one position."
    return {"output_size": Integers(sentence=sentence, default=(1,), length=axes, minimum=1, maximum=4096)}


class AdaptivePooling(TorchLayer):
    """As many windows as asked for, spread evenly over the input."""

    axes: ClassVar[tuple[str, ...]]
    written: ClassVar[tuple[str, ...]] = ("output_size",)
    inputs = {"x": Input("map", "channels on axis 1, then axes of any size")}
    outputs = {"y": Output("map", "the same channels, output_size positions")}

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", " × ".join(("B", "C", *self.axes)))
        floating(site)
        not_empty(spec, self.axes)
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        sizes = per_axis(site.params["output_size"], len(self.axes))
        places = (given(size, "as many windows as asked for: output_size") for size in sizes)
        return (kept(spec.shape[0]), kept(spec.shape[1]), *places)
