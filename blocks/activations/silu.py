"""SiLU: a number times its own sigmoid."""

from typing import final

from blocks.bases.activation import Activation


@final
class SiLU(Activation):
    """Multiply each number by its own sigmoid (Elfwing et al., 2017)."""

    title = "SiLU"
    keywords = ("swish",)
    builds = "torch.nn.SiLU"
