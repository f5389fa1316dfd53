"""ReflectionPad2d: surround a map with its mirror image."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class ReflectionPad2d(Padding):
    """Put the mirror image of a map around it, without repeating the border."""

    title = "ReflectionPad2d"
    keywords = ("pad", "border")
    builds = "torch.nn.ReflectionPad2d"
    axes = ("H", "W")
    room = -1
    params = padding_params(2)
