"""ConstantPad2d: surround a map with one value."""

from typing import final

from blocks.bases.padding import Padding, padding_params
from builder.param import Number


@final
class ConstantPad2d(Padding):
    """Put one value around a map: each axis grows by its padding on both sides."""

    title = "ConstantPad2d"
    keywords = ("pad", "border")
    builds = "torch.nn.ConstantPad2d"
    axes = ("H", "W")
    written = ("padding", "value")
    params = {
        **padding_params(2),
        "value": Number(sentence="What is put around.", default=0.0, minimum=-1000000.0, maximum=1000000.0),
    }
