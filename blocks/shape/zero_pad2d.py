"""ZeroPad2d: surround a map with zeros."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class ZeroPad2d(Padding):
    """Put zeros around a map: each axis grows by its padding on both sides."""

    title = "ZeroPad2d"
    keywords = ("pad", "border")
    builds = "torch.nn.ZeroPad2d"
    axes = ("H", "W")
    params = padding_params(2)
