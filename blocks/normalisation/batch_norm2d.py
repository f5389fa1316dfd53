"""BatchNorm2d: a common scale for each channel, over the batch."""

from typing import final

from blocks.bases.channel_norm import ChannelNorm, norm_params


@final
class BatchNorm2d(ChannelNorm):
    """Bring each channel of a map to mean 0 and variance 1 over the batch, then scale and shift it (Ioffe and
    Szegedy, 2015).
    """

    title = "BatchNorm2d"
    keywords = ("normalisation", "normalization", "bn")
    builds = "torch.nn.BatchNorm2d"
    patterns = ("B × C × H × W",)
    params = norm_params(affine=True, track=True, cumulative=True)
