"""ReLU: negative numbers become zero."""

from typing import final

from blocks.bases.activation import Activation


@final
class ReLU(Activation):
    """Set negative numbers to zero and keep the others (Nair and Hinton, 2010)."""

    title = "ReLU"
    keywords = ("rectifier",)
    builds = "torch.nn.ReLU"
