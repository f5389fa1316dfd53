"""GLU: one half gates the other."""

from typing import final

from blocks.bases.along_axis import AlongAxis, axis_params
from blocks.bases.contract import axis_of, divides
from builder.block import Output, Site
from builder.recipe import Recipe


@final
class GLU(AlongAxis):
    """Multiply the first half of an axis by the sigmoid of the second: 2·C becomes C (Dauphin et al.,
    2016).
    """

    title = "GLU"
    keywords = ("gate", "gated linear unit")
    builds = "torch.nn.GLU"
    written = ()
    outputs = {"y": Output("any", "half as wide along dim")}
    params = axis_params()

    def declare(self, site: Site) -> Recipe:
        spec = site.spec("x")
        size = spec.shape[axis_of(spec, site.params["dim"], param="dim", lowest=1)]
        if isinstance(size, int):
            divides(2, size, param="dim", what="features", port="x")
        return super().declare(site)
