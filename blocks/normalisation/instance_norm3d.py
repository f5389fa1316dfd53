"""InstanceNorm3d: a common scale for each channel, over each sample alone."""

from typing import final

from blocks.bases.channel_norm import InstanceNorm, norm_params


@final
class InstanceNorm3d(InstanceNorm):
    """Bring each channel of a volume to mean 0 and variance 1 within each sample (Ulyanov et al., 2016)."""

    title = "InstanceNorm3d"
    keywords = ("normalisation", "normalization", "style")
    builds = "torch.nn.InstanceNorm3d"
    patterns = ("B × C × D × H × W",)
    params = norm_params(affine=False, track=False, cumulative=False)
