"""AvgPool2d: the mean of each window of a map."""

from typing import final

from blocks.bases.pooling import Pooling, window_params
from builder.param import Boolean, Integer


@final
class AvgPool2d(Pooling):
    """Take the mean of each window that slides over a map: B × C × H × W becomes B × C × H' × W'."""

    title = "AvgPool2d"
    keywords = ("downsample", "average", "mean")
    builds = "torch.nn.AvgPool2d"
    axes = ("H", "W")
    params = {
        **window_params(2),
        "ceil_mode": Boolean(sentence="Keep a window that hangs over the edge.", default=False),
        "count_include_pad": Boolean(sentence="Count the padding's zeros in the mean.", default=True),
        "divisor_override": Integer(sentence="Divide by this instead of the window's size.", optional=True),
    }
