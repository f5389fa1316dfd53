"""Stack: several inputs side by side on a new axis."""

from typing import final

from blocks.bases.contract import axis_of
from blocks.bases.elementwise import same_numbers
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, Term, kept
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Stack(Block):
    """Put several inputs of one shape side by side on a new axis: two of B × C become B × 2 × C."""

    title = "Stack"
    keywords = ("join", "tokens", "new axis")
    inputs = {"xs": Input("any", "two or more of one shape", many=True)}
    outputs = {"y": Output("any", "one axis more, with a place for each input")}
    params = {"dim": Integer(sentence="Where the new axis stands.", default=1, minimum=-7, maximum=7)}

    def declare(self, site: Site) -> Recipe:
        specs = site.specs("xs")
        same_numbers(specs, "xs")
        if len({spec.shape for spec in specs}) > 1:
            raise refuse(
                "stack",
                "Only inputs of exactly one shape can stand side by side on a new axis.",
                port="xs",
                expected=" and ".join(specs[0].text for _ in specs),
                got=" and ".join(spec.text for spec in specs),
                next="Bring them to one shape with Linear layers or poolings, or join them with a Concat.",
            )
        axis_of(specs[0], site.params["dim"], param="dim", port="xs", lowest=1, rank=specs[0].rank + 1)
        return Recipe(call=f"torch.stack([{{xs}}], dim={site.params['dim']})")

    def formula(self, site: Site, port: str) -> Formula:
        specs = site.specs("xs")
        axis = site.params["dim"] % (specs[0].rank + 1)
        shape = specs[0].shape
        places = Term(len(specs), f"one place for each of {len(specs)} inputs")
        return (*map(kept, shape[:axis]), places, *map(kept, shape[axis:]))
