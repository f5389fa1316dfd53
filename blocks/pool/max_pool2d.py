"""MaxPool2d: the largest value of each window of a map."""

from typing import final

from blocks.bases.pooling import Pooling, dilation_param, window_params
from builder.param import Boolean


@final
class MaxPool2d(Pooling):
    """Keep the largest value of each window that slides over a map: B × C × H × W becomes B × C × H' × W'."""

    title = "MaxPool2d"
    keywords = ("downsample", "maximum")
    builds = "torch.nn.MaxPool2d"
    axes = ("H", "W")
    params = {
        **window_params(2),
        "dilation": dilation_param(2),
        "ceil_mode": Boolean(sentence="Keep a window that hangs over the edge.", default=False),
    }
