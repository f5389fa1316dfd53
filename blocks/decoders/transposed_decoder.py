"""Transposed decoder: a code becomes a picture through transposed convolutions."""

from itertools import pairwise
from typing import final

from blocks.bases.growing import INPUTS, OUTPUTS, end, first_map, growing_params, widths
from blocks.bases.head import stack
from builder.block import Block, Site
from builder.recipe import Recipe, new


@final
class TransposedDecoder(Block):
    """Draw a picture from a code: a small map that each transposed convolution doubles, B × C to B × 3 × 32 × 32.

    Zeiler and others, "Deconvolutional networks", 2010; kernel 4, stride 2 and padding 1 double a map exactly.
    """

    title = "Transposed decoder"
    keywords = ("reconstruction", "autoencoder", "generator", "deconvolution", "picture")
    inputs = INPUTS
    outputs = OUTPUTS
    params = growing_params()

    def declare(self, site: Site) -> Recipe:
        width, layers = first_map(site)
        steps = list(pairwise(widths(site)))
        for place, (before, after) in enumerate(steps, start=1):
            layers.append(new("torch.nn.ConvTranspose2d", before, after, kernel_size=4, stride=2, padding=1))
            layers += [new("torch.nn.ReLU")] if place < len(steps) else end(site)
        return Recipe(module=stack(layers), inferred={"in_features": width})
