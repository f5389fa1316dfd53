"""SELU: keeps mean and variance by itself."""

from typing import final

from blocks.bases.activation import Activation


@final
class SELU(Activation):
    """Scale and bend so that values keep mean 0 and variance 1 through deep stacks (Klambauer et al.,
    2017).
    """

    title = "SELU"
    keywords = ("self-normalising",)
    builds = "torch.nn.SELU"
