"""Linear: multiply by a learnt matrix."""

from typing import final

from blocks.bases.contract import features, floating
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Boolean, Integer
from builder.recipe import Recipe


@final
class Linear(TorchLayer):
    """Multiply the last axis by a learnt matrix and add an offset: … × in becomes … × out."""

    title = "Linear"
    keywords = ("dense", "fully connected", "fc")
    builds = "torch.nn.Linear"
    written = ("out_features",)
    inputs = {"x": Input("any", "vectors, or anything whose last axis holds the features")}
    outputs = {"y": Output("any", "the same axes, the last one out_features wide")}
    params = {
        "in_features": Integer(sentence="Width of what arrives.", inferred=True),
        "out_features": Integer(sentence="Width of what leaves.", default=10),
        "bias": Boolean(sentence="Add a learnt offset.", default=True),
    }

    def declare(self, site: Site) -> Recipe:
        floating(site)
        return Recipe(module=self.module(site, in_features=features(site, "in_features")))

    def formula(self, site: Site, port: str) -> Formula:
        return (*map(kept, site.spec("x").shape[:-1]), given(site.params["out_features"], "out_features"))
