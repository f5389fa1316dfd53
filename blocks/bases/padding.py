"""The shared part of paddings: something is put around the input, on both sides of its last axes."""

from collections.abc import Mapping
from typing import ClassVar

from blocks.bases.contract import rank
from blocks.bases.torch_layer import TorchLayer
from blocks.bases.window import per_axis
from builder.block import Input, Output, Site
from builder.formula import Formula, added, kept
from builder.param import Integers, Param
from builder.problem import refuse
from builder.recipe import Recipe

_SIDES: Mapping[int, str] = {
    1: "left, right",
    2: "left, right, top, bottom",
    3: "left, right, top, bottom, front, back",
}


def padding_params(axes: int) -> dict[str, Param]:
    """How much is put on each side; one number stands for all sides."""
    sentence = f"How much on each side: {_SIDES[axes]}; one number stands for all."
    return {"padding": Integers(sentence=sentence, default=(1,), length=2 * axes, maximum=1024)}


class Padding(TorchLayer):
    """Put something around the input.

    `axes` are the letters of the axes that grow. `room` says how far a padding may reach beyond an axis's own
    size, where the padding is a copy of the input: -1 for a mirror, 0 for a full turn; None for no limit.
    """

    axes: ClassVar[tuple[str, ...]]
    room: ClassVar[int | None] = None
    written: ClassVar[tuple[str, ...]] = ("padding",)
    inputs = {"x": Input("map", "channels on axis 1, then the axes that grow")}
    outputs = {"y": Output("any", "the same channels on a larger canvas")}

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", " × ".join(("B", "C", *self.axes)))
        sides = per_axis(site.params["padding"], 2 * len(self.axes))
        for place, name in enumerate(reversed(self.axes)):
            size = spec.shape[-1 - place]
            widest = max(sides[2 * place : 2 * place + 2])
            if self.room is not None and isinstance(size, int) and widest > size + self.room:
                raise refuse(
                    "padding",
                    f"This padding copies from the input, and {widest} is more than there is along {name}.",
                    port="x",
                    param="padding",
                    expected=f"at most {size + self.room} along {name}",
                    got=f"{widest} on {spec.text}",
                    next="Make padding smaller, or pad with zeros.",
                )
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        sides = per_axis(site.params["padding"], 2 * len(self.axes))
        pairs = [sides[2 * place : 2 * place + 2] for place in reversed(range(len(self.axes)))]
        grown = (
            added((before, size, after), "both sides and the axis")
            for size, (before, after) in zip(spec.shape[2:], pairs, strict=True)
        )
        return (kept(spec.shape[0]), kept(spec.shape[1]), *grown)
