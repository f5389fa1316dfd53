"""The shared part of CosineSimilarity and PairwiseDistance: two vectors become one number."""

from blocks.bases.contract import floating
from blocks.bases.elementwise import combined
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, kept
from builder.recipe import Recipe


class Comparison(TorchLayer):
    """One number for each pair of vectors."""

    inputs = {"a": Input("any", "vectors"), "b": Input("any", "vectors of the same shape")}
    outputs = {"y": Output("any", "one number for each pair")}

    def declare(self, site: Site) -> Recipe:
        combined((floating(site, "a"), floating(site, "b")), "b")
        return Recipe(call="{module}({a}, {b})", module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        shape = combined((site.spec("a"), site.spec("b")), "b")
        return tuple(kept(size) for size in shape[:-1])
