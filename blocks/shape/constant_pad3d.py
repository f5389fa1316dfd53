"""ConstantPad3d: surround a volume with one value."""

from typing import final

from blocks.bases.padding import Padding, padding_params
from builder.param import Number


@final
class ConstantPad3d(Padding):
    """Put one value around a volume: each axis grows by its padding on both sides."""

    title = "ConstantPad3d"
    keywords = ("pad", "border")
    builds = "torch.nn.ConstantPad3d"
    axes = ("D", "H", "W")
    written = ("padding", "value")
    params = {
        **padding_params(3),
        "value": Number(sentence="What is put around.", default=0.0, minimum=-1000000.0, maximum=1000000.0),
    }
