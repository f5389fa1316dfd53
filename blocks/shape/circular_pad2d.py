"""CircularPad2d: surround a map with its opposite side."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class CircularPad2d(Padding):
    """Put the opposite side of a map around it, as if it were wound up."""

    title = "CircularPad2d"
    keywords = ("pad", "border")
    builds = "torch.nn.CircularPad2d"
    axes = ("H", "W")
    room = 0
    params = padding_params(2)
