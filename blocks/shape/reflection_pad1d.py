"""ReflectionPad1d: surround a sequence with its mirror image."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class ReflectionPad1d(Padding):
    """Put the mirror image of a sequence around it, without repeating the border."""

    title = "ReflectionPad1d"
    keywords = ("pad", "border")
    builds = "torch.nn.ReflectionPad1d"
    axes = ("L",)
    room = -1
    params = padding_params(1)
