"""The shared part of BatchNorm and InstanceNorm: each channel is brought to mean 0 and variance 1."""

from typing import ClassVar

from blocks.bases.contract import channels, floating, rank
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Boolean, Integer, Number, Param
from builder.problem import refuse
from builder.recipe import Recipe


def norm_params(*, affine: bool, track: bool, cumulative: bool) -> dict[str, Param]:
    """The parameters of these layers; `cumulative` allows no momentum, which means the mean of all
    batches.
    """
    empty = "; empty for the mean of all batches" if cumulative else ""
    return {
        "num_features": Integer(sentence="How many channels arrive.", inferred=True),
        "eps": Number(
            sentence="Added to the variance, so that nothing is divided by zero.",
            default=1e-05,
            minimum=1e-12,
        ),
        "momentum": Number(
            sentence=f"How fast the running statistics follow{empty}.", default=0.1, optional=cumulative
        ),
        "affine": Boolean(sentence="Learn a scale and a shift for each channel.", default=affine),
        "track_running_stats": Boolean(
            sentence="Keep running statistics, and use them outside training.", default=track
        ),
    }


class ChannelNorm(TorchLayer):
    """Bring each channel to mean 0 and variance 1; `patterns` are the shapes that are taken."""

    patterns: ClassVar[tuple[str, ...]]
    inputs = {"x": Input("any", "channels on axis 1")}
    outputs = {"y": Output("any", "the same shape, each channel on a common scale")}

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", *self.patterns)
        floating(site)
        return Recipe(module=self.module(site, num_features=channels(site, "num_features")))

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))


class InstanceNorm(ChannelNorm):
    """A ChannelNorm that looks at one sample at a time, and so needs several positions in each channel."""

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", *self.patterns)
        if all(size == 1 for size in spec.shape[2:]):
            raise refuse(
                "spatial_size",
                "Each channel of a sample has a single value here, and one value has no variance to "
                "normalise.",
                port="x",
                expected="at least two positions in each channel",
                got=spec.text,
                next="Take a larger map from further up, or use LayerNorm or BatchNorm instead.",
            )
        return super().declare(site)
