"""Softmax: numbers become shares that add up to one."""

from typing import final

from blocks.bases.along_axis import AlongAxis, axis_params


@final
class Softmax(AlongAxis):
    """Turn the numbers along an axis into shares between 0 and 1 that add up to 1."""

    title = "Softmax"
    keywords = ("probabilities",)
    builds = "torch.nn.Softmax"
    params = axis_params()
