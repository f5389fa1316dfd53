"""Flatten: several axes become one."""

from typing import final

from blocks.bases.contract import axis_of
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, kept, product
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Flatten(TorchLayer):
    """Lay the axes from start_dim to end_dim behind one another: B × C × H × W becomes B × C·H·W."""

    title = "Flatten"
    keywords = ("reshape", "vector")
    builds = "torch.nn.Flatten"
    inputs = {"x": Input("any", "two axes or more")}
    outputs = {"y": Output("any", "the chosen axes as one")}
    params = {
        "start_dim": Integer(
            sentence="First axis to flatten; 1 keeps the batch.", default=1, minimum=1, maximum=7
        ),
        "end_dim": Integer(
            sentence="Last axis to flatten; -1 is the last there is.", default=-1, minimum=-7, maximum=7
        ),
    }

    def declare(self, site: Site) -> Recipe:
        spec = site.spec("x")
        first = axis_of(spec, site.params["start_dim"], param="start_dim", lowest=1)
        last = axis_of(spec, site.params["end_dim"], param="end_dim", lowest=1)
        if first > last:
            raise refuse(
                "axis",
                f"Flatten would start at axis {first} and end at axis {last}, which lies before it.",
                param="end_dim",
                expected=f"an axis from {first} to {spec.rank - 1}",
                got=str(site.params["end_dim"]),
                next="Set end_dim to -1, which is the last axis.",
            )
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        first, last = (site.params[name] % spec.rank for name in ("start_dim", "end_dim"))
        row = product(spec.shape[first : last + 1], "laid behind one another")
        return (*map(kept, spec.shape[:first]), row, *map(kept, spec.shape[last + 1 :]))
