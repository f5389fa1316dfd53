"""Value output: numbers leave the network."""

from typing import final

from builder.block import Input, OutputBlock
from builder.param import Choice, Number, Text


@final
class ValueOutput(OutputBlock):
    """Hand out numbers as they are, of any shape, and compare them with a target of the same shape."""

    title = "Value output"
    keywords = ("regression", "reconstruction", "number", "mse")
    inputs = {"x": Input("any", "the numbers that the target is compared with")}
    params = {
        "target": Text(sentence="The data column with the true numbers.", default="target"),
        "loss": Choice(
            sentence="mse: squared distance; l1: absolute distance; bce: the target is 0 or 1; none: not trained on.",
            default="mse",
            choices=("mse", "l1", "bce", "none"),
        ),
        "weight": Number(
            sentence="What this loss counts for beside other outputs.", default=1.0, maximum=1_000.0
        ),
        "metric": Choice(
            sentence="mse: mean squared error; mae: mean absolute error.",
            default="mse",
            choices=("mse", "mae"),
        ),
    }
