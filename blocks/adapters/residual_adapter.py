"""Residual adapter: a 1x1 convolution beside a map."""

from typing import final

from blocks.bases.contract import channels, floating, rank
from builder.block import Block, Input, Output, Site
from builder.param import Integer
from builder.recipe import Recipe, new


@final
class ResidualAdapter(Block):
    """Add a 1x1 convolution of the normalised map to the map itself; it changes nothing at first.

    Rebuffi and others, "Learning Multiple Visual Domains with Residual Adapters", 2017.
    """

    title = "Residual adapter"
    keywords = ("adapter", "rebuffi", "domain", "parameter-efficient", "1x1")
    inputs = {"x": Input("map", "the feature map")}
    outputs = {"y": Output("map", "the same shape")}
    params = {"channels": Integer(sentence="Channels that arrive.", inferred=True)}

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C × H × W")
        floating(site)
        width = channels(site, "channels")
        return Recipe(module=new("blocks.modules.residual_adapter.ResidualAdapter", channels=width))
