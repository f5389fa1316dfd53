"""Softshrink: numbers move towards zero."""

from typing import final

from blocks.bases.activation import Activation
from builder.param import Number


@final
class Softshrink(Activation):
    """Move every number towards zero by lambd; those that are nearer become zero."""

    title = "Softshrink"
    keywords = ("threshold",)
    builds = "torch.nn.Softshrink"
    params = {
        "lambd": Number(sentence="How far numbers move.", default=0.5, minimum=0.0, maximum=1000.0),
    }
