"""ELU: a smooth floor for negative numbers."""

from typing import final

from blocks.bases.activation import Activation
from builder.param import Number


@final
class ELU(Activation):
    """Keep positive numbers and bend negative ones towards -alpha (Clevert et al., 2016)."""

    title = "ELU"
    builds = "torch.nn.ELU"
    params = {
        "alpha": Number(
            sentence="How deep negative numbers can go.", default=1.0, minimum=-100.0, maximum=100.0
        ),
    }
