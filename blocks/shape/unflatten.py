"""Unflatten: one axis becomes several."""

from math import prod
from typing import final

from blocks.bases.contract import axis_of
from blocks.bases.counts import refill, row
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, Term, given, kept, reckon
from builder.param import Integer, Integers
from builder.recipe import Recipe


@final
class Unflatten(TorchLayer):
    """Fold one axis into several of the same count: B × 8192 becomes B × 512 × 4 × 4."""

    title = "Unflatten"
    keywords = ("reshape", "fold", "map", "decoder")
    builds = "torch.nn.Unflatten"
    written = ("dim", "unflattened_size")
    inputs = {"x": Input("any", "one axis that holds everything")}
    outputs = {"y": Output("any", "that axis as several")}
    params = {
        "dim": Integer(sentence="Axis that is folded.", default=1, minimum=-7, maximum=7),
        "unflattened_size": Integers(
            sentence="Sizes of the new axes; one may be -1, which follows from the others.",
            default=(-1, 4, 4),
            minimum=-1,
        ),
    }

    def declare(self, site: Site) -> Recipe:
        spec = site.spec("x")
        axis = axis_of(spec, site.params["dim"], param="dim", lowest=1)
        sizes = row(site.params["unflattened_size"])
        full = refill(spec.shape[axis : axis + 1], sizes, param="unflattened_size", text=spec.text)
        return Recipe(module=self.module(site, unflattened_size=full))

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        axis = site.params["dim"] % spec.rank
        sizes = row(site.params["unflattened_size"])
        rest = prod(size for size in sizes if size != -1)
        folded = (
            given(size, "unflattened_size")
            if size != -1
            else Term(
                reckon(lambda whole: whole // rest, spec.shape[axis]),
                f"−1 takes what is left: {spec.shape[axis]} / {rest}",
            )
            for size in sizes
        )
        return (*map(kept, spec.shape[:axis]), *folded, *map(kept, spec.shape[axis + 1 :]))
