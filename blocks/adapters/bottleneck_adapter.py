"""Bottleneck adapter: a narrow detour beside the features."""

from typing import final

from blocks.bases.contract import number
from builder.block import Block, Input, Output, Site
from builder.param import Integer
from builder.recipe import Recipe, new


@final
class BottleneckAdapter(Block):
    """Add a narrow two-layer network to the features on the last axis; it changes nothing at first."""

    title = "Bottleneck adapter"
    keywords = ("adapter", "houlsby", "parameter-efficient")
    inputs = {"x": Input("any", "tokens or vectors")}
    outputs = {"y": Output("any", "the same shape")}
    params = {
        "hidden": Integer(sentence="Width of the detour.", default=64),
    }

    def declare(self, site: Site) -> Recipe:
        width = number(site, "x", -1)
        return Recipe(
            module=new(
                "blocks.modules.bottleneck_adapter.BottleneckAdapter",
                width=width,
                hidden=site.params["hidden"],
            )
        )
