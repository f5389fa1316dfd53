"""GroupNorm: a common scale for groups of channels, sample by sample."""

from typing import final

from blocks.bases.contract import channels, divides, floating, rank
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Boolean, Integer, Number
from builder.recipe import Recipe


@final
class GroupNorm(TorchLayer):
    """Bring each group of channels to mean 0 and variance 1 within each sample (Wu and He, 2018)."""

    title = "GroupNorm"
    keywords = ("normalisation", "normalization", "gn")
    builds = "torch.nn.GroupNorm"
    written = ("num_groups",)
    inputs = {"x": Input("any", "channels on axis 1")}
    outputs = {"y": Output("any", "the same shape")}
    params = {
        "num_groups": Integer(sentence="How many groups the channels are split into.", default=8),
        "num_channels": Integer(sentence="How many channels arrive.", inferred=True),
        "eps": Number(sentence="Added to the variance, so that nothing is divided by zero.", default=1e-05),
        "affine": Boolean(sentence="Learn a scale and a shift for each channel.", default=True),
    }

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C", "B × C × L", "B × C × H × W", "B × C × D × H × W")
        floating(site)
        width = channels(site, "num_channels")
        divides(site.params["num_groups"], width, param="num_groups", what="channels", port="x")
        return Recipe(module=self.module(site, num_channels=width))

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
