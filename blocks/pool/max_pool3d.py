"""MaxPool3d: the largest value of each window of a volume."""

from typing import final

from blocks.bases.pooling import Pooling, dilation_param, window_params
from builder.param import Boolean


@final
class MaxPool3d(Pooling):
    """Keep the largest value of each window that slides over a volume: B × C × D × H × W becomes B × C × D' ×
    H' × W'.
    """

    title = "MaxPool3d"
    keywords = ("downsample", "maximum")
    builds = "torch.nn.MaxPool3d"
    axes = ("D", "H", "W")
    params = {
        **window_params(3),
        "dilation": dilation_param(3),
        "ceil_mode": Boolean(sentence="Keep a window that hangs over the edge.", default=False),
    }
