"""Scale: multiply everything by one number."""

from typing import final

from blocks.bases.contract import floating
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Number
from builder.recipe import Recipe


@final
class Scale(Block):
    """Multiply every number by one fixed factor, for instance to weigh a branch before an Add."""

    title = "Scale"
    keywords = ("weight", "factor", "multiply", "temperature")
    inputs = {"x": Input("any", "real numbers of any shape")}
    outputs = {"y": Output("any", "the same shape")}
    params = {"factor": Number(sentence="The factor.", default=0.5, minimum=-1000000.0, maximum=1000000.0)}

    def declare(self, site: Site) -> Recipe:
        floating(site)
        return Recipe(call=f"{{x}} * ({site.params['factor']!r})")

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
