"""ZeroPad3d: surround a volume with zeros."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class ZeroPad3d(Padding):
    """Put zeros around a volume: each axis grows by its padding on both sides."""

    title = "ZeroPad3d"
    keywords = ("pad", "border")
    builds = "torch.nn.ZeroPad3d"
    axes = ("D", "H", "W")
    params = padding_params(3)
