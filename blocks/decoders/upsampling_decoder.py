"""Up-sampling decoder: a code becomes a picture through enlarging and convolutions."""

from itertools import pairwise
from typing import final

from blocks.bases.growing import INPUTS, OUTPUTS, end, first_map, growing_params, widths
from blocks.bases.head import stack
from builder.block import Block, Site
from builder.param import Choice
from builder.recipe import Recipe, new


@final
class UpsamplingDecoder(Block):
    """Draw a picture from a code: each step enlarges the map twice and smooths it with a 3x3 convolution.

    Odena and others, "Deconvolution and checkerboard artifacts", 2016: this leaves no pattern of squares.
    """

    title = "Up-sampling decoder"
    keywords = ("reconstruction", "autoencoder", "generator", "resize", "picture", "checkerboard")
    inputs = INPUTS
    outputs = OUTPUTS
    params = growing_params() | {
        "mode": Choice(
            sentence="How a map is enlarged.", default="nearest", choices=("nearest", "bilinear", "bicubic")
        )
    }

    def declare(self, site: Site) -> Recipe:
        width, layers = first_map(site)
        steps = list(pairwise(widths(site)))
        for place, (before, after) in enumerate(steps, start=1):
            layers.append(new("torch.nn.Upsample", scale_factor=2.0, mode=site.params["mode"]))
            layers.append(new("torch.nn.Conv2d", before, after, kernel_size=3, padding=1))
            layers += [new("torch.nn.ReLU")] if place < len(steps) else end(site)
        return Recipe(module=stack(layers), inferred={"in_features": width})
