"""Squeeze-and-excitation: weigh the channels of a map."""

from typing import final

from blocks.bases.contract import channels, rank
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Boolean, Integer
from builder.recipe import Recipe, new


@final
class SqueezeExcitation(Block):
    """Weigh each channel of a feature map by a gate that looks at the means of all channels."""

    title = "Squeeze and excitation"
    keywords = ("se", "gate", "channel attention")
    inputs = {"x": Input("map", "the feature map")}
    outputs = {"y": Output("map", "the same map, its channels weighed")}
    params = {
        "reduction": Integer(
            sentence="The gate's hidden layer has the channels divided by this.", default=16
        ),
        "identity": Boolean(sentence="Begin with a gate of 1, which changes nothing.", default=True),
        "channels": Integer(sentence="Channels that arrive.", inferred=True),
    }

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C × H × W")
        return Recipe(
            module=new(
                "blocks.modules.squeeze_excitation.SqueezeExcitation",
                channels=channels(site, "channels"),
                reduction=site.params["reduction"],
                identity=site.params["identity"],
            )
        )

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
