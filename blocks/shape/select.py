"""Select: one entry of an axis."""

from typing import final

from blocks.bases.contract import axis_of
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, kept
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Select(Block):
    """Take one entry of an axis, which goes away: with index 0 of axis 1, B × T × C becomes B × C."""

    title = "Select"
    keywords = ("index", "pick", "first", "cls")
    inputs = {"x": Input("any", "two axes or more")}
    outputs = {"y": Output("any", "one axis less")}
    params = {
        "dim": Integer(sentence="Axis that is looked into.", default=1, minimum=-7, maximum=7),
        "index": Integer(
            sentence="Which entry, from 0; -1 is the last.", default=0, minimum=-65536, maximum=65535
        ),
    }

    def declare(self, site: Site) -> Recipe:
        spec, index = site.spec("x"), site.params["index"]
        size = spec.shape[axis_of(spec, site.params["dim"], param="dim", lowest=1)]
        if isinstance(size, int) and not -size <= index < size:
            raise refuse(
                "index",
                f"Axis {site.params['dim']} has {size} entries, counted from 0, so there is no entry "
                f"{index}.",
                port="x",
                param="index",
                expected=f"0 to {size - 1}, or -{size} to -1",
                got=f"{index} on {spec.text}",
                next="Choose an entry that exists, or another axis.",
            )
        return Recipe(call=f"{{x}}.select({site.params['dim']}, {index})")

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        gone = site.params["dim"] % spec.rank
        return tuple(kept(size) for axis, size in enumerate(spec.shape) if axis != gone)
