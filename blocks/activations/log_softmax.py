"""LogSoftmax: the logarithms of shares that add up to one."""

from typing import final

from blocks.bases.along_axis import AlongAxis, axis_params


@final
class LogSoftmax(AlongAxis):
    """Take the logarithm of the softmax along an axis, in a way that stays exact for large numbers."""

    title = "LogSoftmax"
    keywords = ("log probabilities",)
    builds = "torch.nn.LogSoftmax"
    params = axis_params()
