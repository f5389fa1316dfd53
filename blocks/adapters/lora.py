"""LoRA: a change of low rank that learns beside a layer."""

from typing import Any, final

from blocks.bases.feature_axis import AXIS, feature_axis
from builder.block import Block, Input, Output, Site
from builder.param import Integer, Number
from builder.problem import Refused, refuse
from builder.recipe import New, Recipe, new


@final
class Lora(Block):
    """Learn a change of low rank: beside a linear layer or a convolution inside a network, or on a wire. It
    changes nothing at first.

    Hu and others, "LoRA: Low-Rank Adaptation of Large Language Models", 2021.
    """

    title = "LoRA"
    keywords = ("low rank", "adapter", "peft", "parameter-efficient", "fine-tuning", "attention")
    inputs = {"x": Input("any", "what also arrives at the layer")}
    outputs = {"y": Output("any", "the change beside a layer; on a wire, what arrives with the change added")}
    params = {
        "rank": Integer(
            sentence="Width of the change: few numbers, few parameters.", default=8, maximum=1024
        ),
        "alpha": Number(
            sentence="The change is multiplied by alpha / rank.", default=16.0, minimum=0.001, maximum=4096.0
        ),
        "dropout": Number(
            sentence="How likely a number that arrives is dropped while training.", default=0.0
        ),
        "axis": AXIS,
    }

    def declare(self, site: Site) -> Recipe:
        from torch.nn import Linear
        from torch.nn.modules.conv import _ConvNd

        sizes = {name: site.params[name] for name in ("rank", "alpha", "dropout")}
        layer = site.beside.module if site.beside else None
        if isinstance(layer, _ConvNd):
            return Recipe(module=_beside_convolution(layer, sizes))
        place = feature_axis(site, last=isinstance(layer, Linear))
        module = new(
            "blocks.modules.lora.LowRank",
            in_features=place.width,
            out_features=_width(site, place.axis) if site.beside else place.width,
            axis=place.axis,
            residual=site.beside is None,
            **sizes,
        )
        return Recipe(module=module, inferred={"axis": place.name})


def _width(site: Site, axis: int) -> int:
    """How many features the layer gives, where it leaves the other axes as they are."""
    assert site.beside is not None
    arrives, gives = list(site.spec("x").shape), list(site.beside.gives.shape)
    if len(arrives) != len(gives) or any(
        one != other
        for place, (one, other) in enumerate(zip(arrives, gives, strict=True))
        if place != axis % len(gives)
    ):
        raise _refused(site.beside.module, "and this one also changes the places")
    return site.beside.gives.size(axis)


def _refused(layer: Any, why: str) -> Refused:
    return refuse(
        "lora_layer",
        f"A change of low rank follows a linear layer or an ordinary convolution, {why}.",
        param="edits",
        expected="a linear layer, or a convolution with one group",
        got=repr(layer).splitlines()[0][:120].removesuffix("("),
        next="Choose a layer inside of it, or insert a bottleneck adapter after it.",
    )


def _beside_convolution(layer: Any, sizes: dict[str, Any]) -> New:
    if (
        layer.transposed
        or layer.groups > 1
        or layer.padding_mode != "zeros"
        or isinstance(layer.padding, str)
    ):
        raise _refused(layer, "and this one is transposed, works in groups, or pads in a way of its own")
    return new(
        "blocks.modules.lora.LowRankConv",
        in_channels=layer.in_channels,
        out_channels=layer.out_channels,
        kernel_size=layer.kernel_size,
        stride=layer.stride,
        padding=layer.padding,
        dilation=layer.dilation,
        **sizes,
    )
