"""RReLU: a random slope for negative numbers while training."""

from typing import final

from blocks.bases.activation import Activation
from blocks.bases.contract import ordered
from builder.block import Site
from builder.param import Number
from builder.recipe import Recipe


@final
class RReLU(Activation):
    """Multiply negative numbers by a slope drawn at random while training, and by the mean slope
    afterwards.
    """

    title = "RReLU"
    keywords = ("random", "leaky")
    builds = "torch.nn.RReLU"
    params = {
        "lower": Number(sentence="Smallest slope.", default=1 / 8, minimum=-10.0, maximum=10.0),
        "upper": Number(sentence="Largest slope.", default=1 / 3, minimum=-10.0, maximum=10.0),
    }

    def declare(self, site: Site) -> Recipe:
        ordered(site, "lower", "upper", equal=True)
        return super().declare(site)
