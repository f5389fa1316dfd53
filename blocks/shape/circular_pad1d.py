"""CircularPad1d: surround a sequence with its opposite side."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class CircularPad1d(Padding):
    """Put the opposite side of a sequence around it, as if it were wound up."""

    title = "CircularPad1d"
    keywords = ("pad", "border")
    builds = "torch.nn.CircularPad1d"
    axes = ("L",)
    room = 0
    params = padding_params(1)
