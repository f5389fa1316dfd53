"""Match output: what one part of a network gives is to become what another part gives."""

from typing import final

from blocks.bases.contract import floating
from builder.block import Input, OutputBlock, Site
from builder.param import Choice, Number, Text
from builder.problem import refuse
from builder.recipe import Recipe


@final
class MatchOutput(OutputBlock):
    """Hand out two values of one shape, and bring the first to the second, which stays as it is: B × C twice.

    Hinton and others, "Distilling the knowledge in a neural network", 2015.
    """

    title = "Match output"
    keywords = ("distillation", "align", "teacher", "student", "adapter", "imitate")
    task = "match"
    inputs = {
        "x": Input("any", "the values that learn"),
        "like": Input("any", "the values that they are to become, of the same shape"),
    }
    params = {
        "target": Text(sentence="Any column of the data: it only names the rows.", default=""),
        "loss": Choice(
            sentence="mse: squared distance; l1: absolute distance; none: not trained on.",
            default="mse",
            choices=("mse", "l1", "none"),
        ),
        "weight": Number(
            sentence="What this loss counts for beside other outputs.", default=1.0, maximum=1_000.0
        ),
        "metric": Choice(
            sentence="unlike: squared distance as a share of the spread; 0 is alike.",
            default="unlike",
            choices=("unlike",),
        ),
    }

    def declare(self, site: Site) -> Recipe:
        floating(site, "x")
        floating(site, "like")
        x, like = site.spec("x"), site.spec("like")
        if x.shape != like.shape:
            raise refuse(
                "match_shapes",
                "Values can only become like others that have the same shape.",
                port="x",
                expected=like.text,
                got=x.text,
                next="Give the last layer of the part that learns the width of what it is to match.",
            )
        return Recipe(call="{x}, {like}")
