"""Class output: a score for each class leaves the network."""

from typing import final

from builder.block import Input, OutputBlock, Site
from builder.param import Choice, Number, Text
from builder.problem import refuse
from builder.recipe import Recipe


@final
class ClassOutput(OutputBlock):
    """Hand out one score a class for each sample, and compare the highest with the target: B × K, unchanged."""

    title = "Class output"
    keywords = ("classification", "label", "softmax", "cross entropy")
    inputs = {"x": Input("logits", "one score for each class, before any softmax")}
    params = {
        "target": Text(sentence="The data column with the true class.", default="label"),
        "loss": Choice(
            sentence="cross_entropy: one class a sample; bce: each score is a yes or no; none: not trained on.",
            default="cross_entropy",
            choices=("cross_entropy", "bce", "none"),
        ),
        "weight": Number(
            sentence="What this loss counts for beside other outputs.", default=1.0, maximum=1_000.0
        ),
        "metric": Choice(
            sentence="accuracy: share of right answers; macro_f1: all classes count alike.",
            default="accuracy",
            choices=("accuracy", "macro_f1"),
        ),
    }

    def declare(self, site: Site) -> Recipe:
        classes = site.spec("x").need("x", "B × K").size(-1)
        if classes == 1 and site.params["loss"] == "cross_entropy":
            raise refuse(
                "one_class",
                "With a single score every sample belongs to the same class, and cross-entropy is always 0.",
                port="x",
                expected="B × K with at least 2 classes",
                got=site.spec("x").text,
                next="Give the last layer one output for each class, or set loss to bce.",
            )
        return Recipe(call="{x}")
