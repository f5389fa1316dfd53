"""Conv head: convolutions on a feature map, then global pooling and logits."""

from itertools import pairwise
from typing import final

from blocks.bases.contract import channels, floating, rank
from blocks.bases.head import stack
from blocks.bases.window import not_empty
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Integer, Integers
from builder.problem import refuse
from builder.recipe import New, Recipe, new


@final
class ConvHead(Block):
    """Turn a feature map into logits: convolutions, global average pooling, a 1x1 convolution; B × C × H × W
    becomes B × K.
    """

    title = "Conv head"
    keywords = ("classifier", "convolutional", "logits", "map")
    inputs = {"x": Input("map", "a feature map, taken before the backbone's own pooling")}
    outputs = {"y": Output("logits", "one number for each class or value")}
    params = {
        "hidden": Integers(
            sentence="Channels of each convolution in front of the pooling, in order; empty for none.",
            default=(512, 256),
            minimum=1,
            optional=True,
        ),
        "kernel_size": Integer(
            sentence="Size of the filters; odd, so that the map keeps its size.", default=3, maximum=31
        ),
        "out_features": Integer(sentence="How many classes or values to predict.", default=10),
        "in_channels": Integer(sentence="Channels of the feature map.", inferred=True),
    }

    def declare(self, site: Site) -> Recipe:
        not_empty(rank(site, "x", "B × C × H × W"), ("H", "W"))
        floating(site)
        kernel = _odd(site.params["kernel_size"])
        hidden = site.params["hidden"] or ()
        widths = [channels(site, "in_channels"), *((hidden,) if isinstance(hidden, int) else hidden)]
        layers: list[New] = []
        for before, after in pairwise(widths):
            sizes = {"in_channels": before, "out_channels": after, "kernel_size": kernel}
            layers.append(new("torch.nn.Conv2d", **sizes, **({"padding": kernel // 2} if kernel > 1 else {})))
            layers.append(new("torch.nn.ReLU"))
        layers.append(new("torch.nn.AdaptiveAvgPool2d", output_size=1))
        out = {"in_channels": widths[-1], "out_channels": site.params["out_features"], "kernel_size": 1}
        layers += [new("torch.nn.Conv2d", **out), new("torch.nn.Flatten")]
        return Recipe(module=stack(layers), inferred={"in_channels": widths[0]})

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("x").shape[0]), given(site.params["out_features"], "out_features")


def _odd(kernel: int) -> int:
    if kernel % 2:
        return kernel
    raise refuse(
        "padding",
        f"A filter of size {kernel} has no middle, so no padding keeps the map at its size.",
        param="kernel_size",
        expected="an odd number, such as 1, 3 or 5",
        got=str(kernel),
        next=f"Set kernel_size to {kernel - 1} or {kernel + 1}.",
    )
