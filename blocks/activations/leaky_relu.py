"""LeakyReLU: negative numbers become small."""

from typing import final

from blocks.bases.activation import Activation
from builder.param import Number


@final
class LeakyReLU(Activation):
    """Keep positive numbers and multiply negative ones by a small slope (Maas et al., 2013)."""

    title = "LeakyReLU"
    builds = "torch.nn.LeakyReLU"
    params = {
        "negative_slope": Number(
            sentence="Factor for negative numbers.", default=0.01, minimum=-10.0, maximum=10.0
        ),
    }
