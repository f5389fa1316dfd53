"""ConstantPad1d: surround a sequence with one value."""

from typing import final

from blocks.bases.padding import Padding, padding_params
from builder.param import Number


@final
class ConstantPad1d(Padding):
    """Put one value around a sequence: each axis grows by its padding on both sides."""

    title = "ConstantPad1d"
    keywords = ("pad", "border")
    builds = "torch.nn.ConstantPad1d"
    axes = ("L",)
    written = ("padding", "value")
    params = {
        **padding_params(1),
        "value": Number(sentence="What is put around.", default=0.0, minimum=-1000000.0, maximum=1000000.0),
    }
