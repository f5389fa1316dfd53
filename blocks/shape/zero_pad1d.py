"""ZeroPad1d: surround a sequence with zeros."""

from typing import final

from blocks.bases.padding import Padding, padding_params


@final
class ZeroPad1d(Padding):
    """Put zeros around a sequence: each axis grows by its padding on both sides."""

    title = "ZeroPad1d"
    keywords = ("pad", "border")
    builds = "torch.nn.ZeroPad1d"
    axes = ("L",)
    params = padding_params(1)
