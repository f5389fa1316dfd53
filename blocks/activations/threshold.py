"""Threshold: small numbers become one value."""

from typing import final

from blocks.bases.activation import Activation
from builder.param import Number


@final
class Threshold(Activation):
    """Replace every number that is not above a threshold by one value."""

    title = "Threshold"
    builds = "torch.nn.Threshold"
    written = (
        "threshold",
        "value",
    )
    params = {
        "threshold": Number(
            sentence="Numbers up to this are replaced.", default=0.0, minimum=-1000000.0, maximum=1000000.0
        ),
        "value": Number(
            sentence="What they are replaced by.", default=0.0, minimum=-1000000.0, maximum=1000000.0
        ),
    }
