"""MaxPool1d: the largest value of each window of a sequence."""

from typing import final

from blocks.bases.pooling import Pooling, dilation_param, window_params
from builder.param import Boolean


@final
class MaxPool1d(Pooling):
    """Keep the largest value of each window that slides over a sequence: B × C × L becomes B × C × L'."""

    title = "MaxPool1d"
    keywords = ("downsample", "maximum")
    builds = "torch.nn.MaxPool1d"
    axes = ("L",)
    params = {
        **window_params(1),
        "dilation": dilation_param(1),
        "ceil_mode": Boolean(sentence="Keep a window that hangs over the edge.", default=False),
    }
