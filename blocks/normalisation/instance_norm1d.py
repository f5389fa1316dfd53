"""InstanceNorm1d: a common scale for each channel, over each sample alone."""

from typing import final

from blocks.bases.channel_norm import InstanceNorm, norm_params


@final
class InstanceNorm1d(InstanceNorm):
    """Bring each channel of a sequence to mean 0 and variance 1 within each sample (Ulyanov et al., 2016)."""

    title = "InstanceNorm1d"
    keywords = ("normalisation", "normalization", "style")
    builds = "torch.nn.InstanceNorm1d"
    patterns = ("B × C × L",)
    params = norm_params(affine=False, track=False, cumulative=False)
