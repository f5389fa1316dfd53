"""LocalResponseNorm: strong neighbours among the channels damp each other."""

from typing import final

from blocks.bases.contract import floating, rank
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Integer, Number
from builder.recipe import Recipe


@final
class LocalResponseNorm(TorchLayer):
    """Divide each value by a sum over its neighbouring channels (Krizhevsky et al., 2012)."""

    title = "LocalResponseNorm"
    keywords = ("lrn", "alexnet", "normalisation")
    builds = "torch.nn.LocalResponseNorm"
    written = ("size",)
    inputs = {"x": Input("map", "channels on axis 1, then positions")}
    outputs = {"y": Output("map", "the same shape")}
    params = {
        "size": Integer(sentence="How many neighbouring channels count.", default=5),
        "alpha": Number(sentence="Weight of the neighbours.", default=0.0001, maximum=1000.0),
        "beta": Number(sentence="Power of the sum.", default=0.75, maximum=10.0),
        "k": Number(sentence="Added to the sum.", default=1.0, maximum=1000.0),
    }

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C × L", "B × C × H × W", "B × C × D × H × W")
        floating(site)
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
