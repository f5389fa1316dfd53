"""PReLU: a learnt slope for negative numbers."""

from typing import final

from blocks.bases.activation import Activation
from blocks.bases.contract import number
from builder.block import Site
from builder.param import Integer, Number
from builder.problem import refuse
from builder.recipe import Recipe


@final
class PReLU(Activation):
    """Multiply negative numbers by a learnt slope: one for all, or one for each channel (He et al., 2015)."""

    title = "PReLU"
    keywords = ("learnt", "leaky")
    builds = "torch.nn.PReLU"
    params = {
        "num_parameters": Integer(sentence="1 for a common slope, or the number of channels.", default=1),
        "init": Number(sentence="The slope at the start.", default=0.25, minimum=-10.0, maximum=10.0),
    }

    def declare(self, site: Site) -> Recipe:
        slopes = site.params["num_parameters"]
        if slopes != 1 and number(site, "x", 1) != slopes:
            raise refuse(
                "channels",
                f"There are {slopes} slopes for {number(site, 'x', 1)} channels.",
                port="x",
                param="num_parameters",
                expected=f"1, or {number(site, 'x', 1)}",
                got=str(slopes),
                next="Set num_parameters to 1 for a common slope, or to the number of channels.",
            )
        return super().declare(site)
