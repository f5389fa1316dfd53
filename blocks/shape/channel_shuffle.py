"""ChannelShuffle: channels of different groups are mixed."""

from typing import final

from blocks.bases.contract import divides, number, rank
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Integer
from builder.recipe import Recipe


@final
class ChannelShuffle(TorchLayer):
    """Deal the channels of each group out over all groups, as between grouped convolutions (Zhang et al.,
    2017).
    """

    title = "ChannelShuffle"
    keywords = ("shufflenet", "groups", "mix")
    builds = "torch.nn.ChannelShuffle"
    written = ("groups",)
    inputs = {"x": Input("map", "a feature map")}
    outputs = {"y": Output("map", "the same channels in another order")}
    params = {"groups": Integer(sentence="How many groups the channels form.", default=2)}

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C × H × W", "B × C × L", "B × C × D × H × W")
        divides(site.params["groups"], number(site, "x", 1), param="groups", what="channels", port="x")
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
