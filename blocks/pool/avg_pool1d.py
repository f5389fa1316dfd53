"""AvgPool1d: the mean of each window of a sequence."""

from typing import final

from blocks.bases.pooling import Pooling, window_params
from builder.param import Boolean


@final
class AvgPool1d(Pooling):
    """Take the mean of each window that slides over a sequence: B × C × L becomes B × C × L'."""

    title = "AvgPool1d"
    keywords = ("downsample", "average", "mean")
    builds = "torch.nn.AvgPool1d"
    axes = ("L",)
    params = {
        **window_params(1),
        "ceil_mode": Boolean(sentence="Keep a window that hangs over the edge.", default=False),
        "count_include_pad": Boolean(sentence="Count the padding's zeros in the mean.", default=True),
    }
