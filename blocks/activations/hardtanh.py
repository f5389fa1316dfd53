"""Hardtanh: numbers are cut off at two bounds."""

from typing import final

from blocks.bases.activation import Activation
from blocks.bases.contract import ordered
from builder.block import Site
from builder.param import Number
from builder.recipe import Recipe


@final
class Hardtanh(Activation):
    """Cut off every number below min_val and above max_val."""

    title = "Hardtanh"
    keywords = ("clip", "clamp")
    builds = "torch.nn.Hardtanh"
    params = {
        "min_val": Number(sentence="Nothing is smaller than this.", default=-1.0, minimum=-1e6, maximum=1e6),
        "max_val": Number(sentence="Nothing is larger than this.", default=1.0, minimum=-1e6, maximum=1e6),
    }

    def declare(self, site: Site) -> Recipe:
        ordered(site, "min_val", "max_val")
        return super().declare(site)
