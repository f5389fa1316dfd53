"""Hardshrink: small numbers become zero."""

from typing import final

from blocks.bases.activation import Activation
from builder.param import Number


@final
class Hardshrink(Activation):
    """Set numbers between -lambd and lambd to zero and keep the others."""

    title = "Hardshrink"
    keywords = ("threshold",)
    builds = "torch.nn.Hardshrink"
    params = {
        "lambd": Number(
            sentence="Half the width of what becomes zero.", default=0.5, minimum=0.0, maximum=1000.0
        ),
    }
