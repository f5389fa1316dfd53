"""Residual block: two convolutions beside a shortcut."""

from typing import final

from blocks.bases.contract import channels, rank
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, given, kept, window
from builder.param import Boolean, Integer
from builder.recipe import Recipe, new


@final
class ResidualBlock(Block):
    """Add two 3x3 convolutions to the map itself, or to a projection of it where the shape changes."""

    title = "Residual block"
    keywords = ("resnet", "shortcut", "skip connection")
    inputs = {"x": Input("map", "the feature map")}
    outputs = {"y": Output("map", "the map with what the convolutions add")}
    params = {
        "out_channels": Integer(sentence="Channels that leave; as many as arrive unless set.", inferred=True),
        "stride": Integer(sentence="2 halves height and width.", default=1, maximum=8),
        "identity": Boolean(
            sentence="Begin with a last convolution of zero, which adds nothing.", default=True
        ),
        "in_channels": Integer(sentence="Channels that arrive.", inferred=True),
    }

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C × H × W")
        width = channels(site, "in_channels")
        return Recipe(
            module=new(
                "blocks.modules.residual_block.ResidualBlock",
                in_channels=width,
                out_channels=site.infer("out_channels", width),
                stride=site.params["stride"],
                identity=site.params["identity"],
            )
        )

    def formula(self, site: Site, port: str) -> Formula:
        spec, stride = site.spec("x"), site.params["stride"]
        width = site.infer("out_channels", spec.size(1))
        places = (window(size, 3, stride, 1) for size in spec.shape[2:])
        return (kept(spec.shape[0]), given(width, "out_channels"), *places)
