"""Picture output: pictures leave the network, such as a reconstruction of what came in."""

from typing import final

from blocks.bases.contract import floating, number, rank
from builder.block import Input, OutputBlock, Site
from builder.param import Choice, Integer, Number, Text
from builder.problem import refuse
from builder.recipe import Recipe


@final
class PictureOutput(OutputBlock):
    """Hand out pictures, and compare them with a picture column at the same size and range: B × C × H × W."""

    title = "Picture output"
    keywords = ("reconstruction", "autoencoder", "decoder", "image", "psnr", "denoise")
    task = "picture"
    inputs = {"x": Input("map", "pictures: one channel for grey, three for colour")}
    params = {
        "target": Text(sentence="The picture column that is rebuilt.", default="image"),
        "size": Integer(
            sentence="Height and width that are promised; empty: whatever arrives. The target is resized to it.",
            optional=True,
            maximum=1024,
        ),
        "range": Choice(
            sentence="unit: 0 to 1, as behind a sigmoid; centred: -1 to 1, as behind a tanh.",
            default="unit",
            choices=("unit", "centred"),
        ),
        "loss": Choice(
            sentence="mse: squared distance; l1: absolute distance; bce: for values in 0..1; none: not trained on.",
            default="mse",
            choices=("mse", "l1", "bce", "none"),
        ),
        "weight": Number(
            sentence="What this loss counts for beside other outputs.", default=1.0, maximum=1_000.0
        ),
        "metric": Choice(
            sentence="mse: mean squared error in 0..1; psnr: the same in decibels, higher is better.",
            default="mse",
            choices=("mse", "psnr"),
        ),
    }

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", "B × C × H × W")
        floating(site)
        channels, height, width = (number(site, "x", axis) for axis in (1, 2, 3))
        if channels not in (1, 3):
            raise refuse(
                "picture_channels",
                f"A picture has 3 channels or 1, and what arrives has {channels}.",
                port="x",
                expected=f"B × 3 × {height} × {width}",
                got=spec.text,
                next="Let the last layer give 3 channels, or 1 for grey pictures.",
            )
        size = site.params["size"]
        if size is not None and (height, width) != (size, size):
            raise refuse(
                "picture_size",
                f"Pictures of {size} × {size} are promised, and {height} × {width} arrive.",
                port="x",
                param="size",
                expected=f"B × {channels} × {size} × {size}",
                got=spec.text,
                next="A transposed convolution gives (size - 1) × stride - 2 × padding + kernel: with stride 2, "
                "a kernel of 4 and a padding of 1 double a map exactly.",
            )
        if site.params["loss"] == "bce" and site.params["range"] != "unit":
            raise refuse(
                "picture_range",
                "This loss compares shares between 0 and 1, and the range goes from -1 to 1.",
                param="range",
                expected="unit",
                got=site.params["range"],
                next="Set range to unit, or loss to mse.",
            )
        return Recipe(call="{x}")
