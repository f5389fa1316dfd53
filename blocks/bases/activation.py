"""The shared part of activations: a function of PyTorch that keeps the shape."""

from blocks.bases.contract import floating
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, unchanged
from builder.recipe import Recipe


class Activation(TorchLayer):
    """A function that keeps the shape of what arrives."""

    inputs = {"x": Input("any", "real numbers of any shape")}
    outputs = {"y": Output("any", "the same shape")}

    def declare(self, site: Site) -> Recipe:
        floating(site)
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
