"""BatchNorm1d: a common scale for each channel, over the batch."""

from typing import final

from blocks.bases.channel_norm import ChannelNorm, norm_params


@final
class BatchNorm1d(ChannelNorm):
    """Bring each channel of vectors or sequences to mean 0 and variance 1 over the batch, then scale and
    shift it (Ioffe and Szegedy, 2015).
    """

    title = "BatchNorm1d"
    keywords = ("normalisation", "normalization", "bn")
    builds = "torch.nn.BatchNorm1d"
    patterns = ("B × C", "B × C × L")
    params = norm_params(affine=True, track=True, cumulative=True)
