"""ReLU6: between zero and six."""

from typing import final

from blocks.bases.activation import Activation


@final
class ReLU6(Activation):
    """Set negative numbers to zero and numbers above 6 to 6."""

    title = "ReLU6"
    keywords = ("mobile",)
    builds = "torch.nn.ReLU6"
