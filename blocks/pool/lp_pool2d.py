"""LPPool2d: the power average of each window of a map."""

from typing import final

from blocks.bases.pooling import Pooling, window_params
from builder.param import Boolean, Number


@final
class LPPool2d(Pooling):
    """Sum the powers of each window that slides over a map and take the root: B × C × H × W becomes B × C ×
    H' × W'.
    """

    title = "LPPool2d"
    keywords = ("downsample", "power average", "norm")
    builds = "torch.nn.LPPool2d"
    axes = ("H", "W")
    written = ("norm_type", "kernel_size")
    params = {
        "norm_type": Number(
            sentence="The power: 1 sums, large powers approach the maximum.",
            default=2.0,
            minimum=0.1,
            maximum=16.0,
        ),
        **{name: param for name, param in window_params(2).items() if name != "padding"},
        "ceil_mode": Boolean(sentence="Keep a window that hangs over the edge.", default=False),
    }
