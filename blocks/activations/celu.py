"""CELU: ELU with a continuous slope."""

from typing import final

from blocks.bases.activation import Activation
from builder.param import Number


@final
class CELU(Activation):
    """Keep positive numbers and bend negative ones towards -alpha, with one slope at zero (Barron, 2017)."""

    title = "CELU"
    builds = "torch.nn.CELU"
    params = {
        "alpha": Number(
            sentence="How deep negative numbers can go.", default=1.0, minimum=1e-06, maximum=100.0
        ),
    }
