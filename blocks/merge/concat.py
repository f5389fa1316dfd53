"""Concat: put features beside each other."""

from typing import final

from blocks.bases.contract import axis_of
from blocks.bases.elementwise import same_numbers
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, added, kept
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe
from builder.spec import Spec


@final
class Concat(Block):
    """Put several inputs behind one another along an axis: B × 512 and B × 10 become B × 522."""

    title = "Concat"
    keywords = ("concatenate", "join", "fuse", "fusion", "cat")
    inputs = {"xs": Input("any", "two or more, alike in every axis but one", many=True)}
    outputs = {"y": Output("any", "the sizes along dim added up")}
    params = {
        "dim": Integer(
            sentence="Axis along which they are joined; 1 is features or channels.",
            default=1,
            minimum=-8,
            maximum=7,
        )
    }

    def declare(self, site: Site) -> Recipe:
        specs = site.specs("xs")
        same_numbers(specs, "xs")
        self._same_rank(specs)
        dim = axis_of(specs[0], site.params["dim"], param="dim", port="xs", lowest=1)
        for axis in range(specs[0].rank):
            sizes = [spec.shape[axis] for spec in specs]
            if axis != dim and len(set(sizes)) > 1:
                raise refuse(
                    "concat",
                    f"Joining along axis {dim} needs every other axis to agree, and axis {axis} is "
                    f"{' and '.join(str(size) for size in sizes)}.",
                    port="xs",
                    expected=f"the same size along axis {axis}",
                    got=" and ".join(spec.text for spec in specs),
                    next=_advice(specs, dim),
                )
        return Recipe(call=f"torch.cat([{{xs}}], dim={site.params['dim']})")

    def formula(self, site: Site, port: str) -> Formula:
        specs = site.specs("xs")
        dim = site.params["dim"] % specs[0].rank
        joined = added([spec.shape[dim] for spec in specs], "behind one another")
        return (*map(kept, specs[0].shape[:dim]), joined, *map(kept, specs[0].shape[dim + 1 :]))

    def _same_rank(self, specs: tuple[Spec, ...]) -> None:
        if len({spec.rank for spec in specs}) > 1:
            raise refuse(
                "concat",
                "These inputs do not have the same number of axes, so they cannot stand beside each other.",
                port="xs",
                expected="the same number of axes everywhere",
                got=" and ".join(spec.text for spec in specs),
                next="Bring them to one form first: pool or flatten the maps to vectors, or pool the tokens.",
            )


def _advice(specs: tuple[Spec, ...], dim: int) -> str:
    for axis in range(1, specs[0].rank):
        others = [spec.shape[:axis] + spec.shape[axis + 1 :] for spec in specs]
        if axis != dim and len(set(others)) == 1:
            return f"Set dim to {axis}: along that axis these inputs fit."
    if specs[0].rank == 4:
        return "Pool or resize the maps to one height and width first, or pool each to a vector."
    return "Bring that axis to one size first, with a Linear layer or a pooling."
