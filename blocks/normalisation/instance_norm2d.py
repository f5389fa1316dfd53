"""InstanceNorm2d: a common scale for each channel, over each sample alone."""

from typing import final

from blocks.bases.channel_norm import InstanceNorm, norm_params


@final
class InstanceNorm2d(InstanceNorm):
    """Bring each channel of a map to mean 0 and variance 1 within each sample (Ulyanov et al., 2016)."""

    title = "InstanceNorm2d"
    keywords = ("normalisation", "normalization", "style")
    builds = "torch.nn.InstanceNorm2d"
    patterns = ("B × C × H × W",)
    params = norm_params(affine=False, track=False, cumulative=False)
