"""Reshape: the same numbers under other axes."""

from math import prod
from typing import final

from blocks.bases.counts import refill, row
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, Term, given, kept, product, reckon
from builder.param import Integers
from builder.recipe import Recipe


@final
class Reshape(Block):
    """Lay the numbers of each sample out under other axes; the batch axis stays: B × 8192 becomes B × 512 × 4
    × 4.
    """

    title = "Reshape"
    keywords = ("view", "fold", "flatten")
    inputs = {"x": Input("any", "anything")}
    outputs = {"y": Output("any", "the same numbers under other axes")}
    params = {
        "shape": Integers(
            sentence="Sizes behind the batch; one may be -1, which follows from the others.",
            default=(-1,),
            minimum=-1,
            maximum=1_000_000,
        )
    }

    def declare(self, site: Site) -> Recipe:
        spec = site.spec("x")
        sizes = row(site.params["shape"])
        refill(spec.shape[1:], sizes, param="shape", text=spec.text)
        return Recipe(call=f"{{x}}.reshape({{x}}.shape[0], {', '.join(str(size) for size in sizes)})")

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        sizes = row(site.params["shape"])
        rest = [size for size in sizes if size != -1]
        over = product(spec.shape[1:])
        return (
            kept(spec.shape[0]),
            *(
                given(size, "shape")
                if size != -1
                else Term(
                    reckon(lambda *all_: prod(all_) // prod(rest), *spec.shape[1:]),
                    f"−1 takes what is left: {over.text}, divided by {prod(rest)}",
                )
                for size in sizes
            ),
        )
