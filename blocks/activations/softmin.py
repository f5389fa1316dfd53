"""Softmin: small numbers get large shares."""

from typing import final

from blocks.bases.along_axis import AlongAxis, axis_params


@final
class Softmin(AlongAxis):
    """Turn the numbers along an axis into shares that add up to 1, the smallest number getting the
    largest.
    """

    title = "Softmin"
    keywords = ("probabilities",)
    builds = "torch.nn.Softmin"
    params = axis_params()
