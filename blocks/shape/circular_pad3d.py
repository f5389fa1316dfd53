"""CircularPad3d: surround a volume with its opposite side."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class CircularPad3d(Padding):
    """Put the opposite side of a volume around it, as if it were wound up."""

    title = "CircularPad3d"
    keywords = ("pad", "border")
    builds = "torch.nn.CircularPad3d"
    axes = ("D", "H", "W")
    room = 0
    params = padding_params(3)
