"""GLU: one half gates the other."""

from typing import final

from blocks.bases.along_axis import AlongAxis, axis_params
from blocks.bases.contract import axis_of, divides, number
from builder.block import Output, Site
from builder.formula import Formula, Term, kept, reckon
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
        size = number(site, "x", axis_of(spec, site.params["dim"], param="dim", lowest=1))
        divides(2, size, param="dim", what="features", port="x")
        return super().declare(site)

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        axis = site.params["dim"] % spec.rank
        half = reckon(lambda size: size // 2, spec.shape[axis])
        gate = Term(half, f"half is the gate for the other half: {spec.shape[axis]} / 2 = {half}")
        return (*map(kept, spec.shape[:axis]), gate, *map(kept, spec.shape[axis + 1 :]))
