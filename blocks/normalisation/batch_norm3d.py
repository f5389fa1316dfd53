"""BatchNorm3d: a common scale for each channel, over the batch."""

from typing import final

from blocks.bases.channel_norm import ChannelNorm, norm_params


@final
class BatchNorm3d(ChannelNorm):
    """Bring each channel of a volume to mean 0 and variance 1 over the batch, then scale and shift it (Ioffe
    and Szegedy, 2015).
    """

    title = "BatchNorm3d"
    keywords = ("normalisation", "normalization", "bn")
    builds = "torch.nn.BatchNorm3d"
    patterns = ("B × C × D × H × W",)
    params = norm_params(affine=True, track=True, cumulative=True)
