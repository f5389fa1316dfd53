"""Softmax2d: at each place of a map, the channels become shares."""

from typing import final

from blocks.bases.activation import Activation
from blocks.bases.contract import rank
from builder.block import Site
from builder.recipe import Recipe


@final
class Softmax2d(Activation):
    """Turn the channels at each place of a map into shares that add up to 1."""

    title = "Softmax2d"
    keywords = ("segmentation", "probabilities")
    builds = "torch.nn.Softmax2d"

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C × H × W")
        return super().declare(site)
