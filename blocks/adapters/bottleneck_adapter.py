"""Bottleneck adapter: a narrow detour beside the features."""

from typing import final

from blocks.bases.feature_axis import AXIS, feature_axis
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Integer
from builder.recipe import Recipe, new


@final
class BottleneckAdapter(Block):
    """Add a narrow two-layer network to the features of each token or place; it changes nothing at first.

    Houlsby and others, "Parameter-Efficient Transfer Learning for NLP", 2019.
    """

    title = "Bottleneck adapter"
    keywords = ("adapter", "houlsby", "parameter-efficient", "peft")
    inputs = {"x": Input("any", "tokens, vectors or a feature map")}
    outputs = {"y": Output("any", "the same shape")}
    params = {
        "hidden": Integer(sentence="Width of the detour.", default=64),
        "axis": AXIS,
    }

    def declare(self, site: Site) -> Recipe:
        place = feature_axis(site)
        return Recipe(
            module=new(
                "blocks.modules.bottleneck_adapter.BottleneckAdapter",
                width=place.width,
                hidden=site.params["hidden"],
                axis=place.axis,
            ),
            inferred={"axis": place.name},
        )

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
