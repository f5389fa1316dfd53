"""Subtract: the difference of two inputs."""

from typing import final

from blocks.bases.pairwise import Pairwise
from builder.block import Input


@final
class Subtract(Pairwise):
    """Subtract b from a element by element."""

    title = "Subtract"
    keywords = ("minus", "difference")
    inputs = {"a": Input("any", "real numbers"), "b": Input("any", "what is taken away, of the same shape")}
    call = "{a} - {b}"
