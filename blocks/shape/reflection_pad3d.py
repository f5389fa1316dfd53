"""ReflectionPad3d: surround a volume with its mirror image."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class ReflectionPad3d(Padding):
    """Put the mirror image of a volume around it, without repeating the border."""

    title = "ReflectionPad3d"
    keywords = ("pad", "border")
    builds = "torch.nn.ReflectionPad3d"
    axes = ("D", "H", "W")
    room = -1
    params = padding_params(3)
