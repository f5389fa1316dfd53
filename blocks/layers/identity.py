"""Identity: what arrives leaves as it is."""

from typing import final

from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, unchanged
from builder.recipe import Recipe


@final
class Identity(TorchLayer):
    """Pass everything on unchanged: a name for a point in the graph, or a placeholder."""

    title = "Identity"
    keywords = ("pass through", "placeholder", "no operation")
    builds = "torch.nn.Identity"
    inputs = {"x": Input("any", "anything")}
    outputs = {"y": Output("any", "the same")}

    def declare(self, site: Site) -> Recipe:
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
