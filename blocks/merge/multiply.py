"""Multiply: element by element."""

from typing import final

from blocks.bases.pairwise import Pairwise
from builder.block import Input


@final
class Multiply(Pairwise):
    """Multiply two inputs element by element, as a gate does: a B × C × 1 × 1 gate weighs the channels of a
    map.
    """

    title = "Multiply"
    keywords = ("product", "gate", "attention", "hadamard", "excite")
    inputs = {
        "a": Input("any", "real numbers"),
        "b": Input("any", "the same shape, or 1 along axes that are to be stretched"),
    }
    call = "{a} * {b}"
