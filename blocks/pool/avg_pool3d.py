"""AvgPool3d: the mean of each window of a volume."""

from typing import final

from blocks.bases.pooling import Pooling, window_params
from builder.param import Boolean, Integer


@final
class AvgPool3d(Pooling):
    """Take the mean of each window that slides over a volume: B × C × D × H × W becomes B × C × D' × H' ×
    W'.
    """

    title = "AvgPool3d"
    keywords = ("downsample", "average", "mean")
    builds = "torch.nn.AvgPool3d"
    axes = ("D", "H", "W")
    params = {
        **window_params(3),
        "ceil_mode": Boolean(sentence="Keep a window that hangs over the edge.", default=False),
        "count_include_pad": Boolean(sentence="Count the padding's zeros in the mean.", default=True),
        "divisor_override": Integer(sentence="Divide by this instead of the window's size.", optional=True),
    }
