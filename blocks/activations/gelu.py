"""GELU: a smooth ReLU."""

from typing import final

from blocks.bases.activation import Activation
from builder.param import Choice


@final
class GELU(Activation):
    """Weigh each number by how likely a normal variable lies below it (Hendrycks and Gimpel, 2016)."""

    title = "GELU"
    keywords = ("transformer",)
    builds = "torch.nn.GELU"
    params = {
        "approximate": Choice(
            sentence="Exact, or the faster tanh formula.", default="none", choices=("none", "tanh")
        ),
    }
