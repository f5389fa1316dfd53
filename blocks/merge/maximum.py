"""Maximum: the larger of two inputs."""

from typing import final

from blocks.bases.pairwise import Pairwise
from builder.block import Input


@final
class Maximum(Pairwise):
    """Keep the larger of two numbers at each place."""

    title = "Maximum"
    keywords = ("max", "fusion")
    inputs = {"a": Input("any", "real numbers"), "b": Input("any", "the same shape")}
    call = "torch.maximum({a}, {b})"
