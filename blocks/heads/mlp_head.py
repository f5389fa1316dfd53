"""MLP head: hidden layers, then logits."""

from itertools import pairwise
from typing import final

from blocks.bases.contract import features, floating, rank
from blocks.bases.head import dropped, stack
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Choice, Integer, Integers, Number
from builder.recipe import New, Recipe, new

ACTIVATIONS = ("ReLU", "GELU", "SiLU", "Tanh")


@final
class MlpHead(Block):
    """Turn an embedding into logits through hidden layers: B × C becomes B × K."""

    title = "MLP head"
    keywords = ("classifier", "multi-layer perceptron", "hidden", "logits")
    inputs = {"x": Input("vector", "one vector for each sample")}
    outputs = {"y": Output("logits", "one number for each class or value")}
    params = {
        "hidden": Integers(sentence="Width of each hidden layer, in order.", default=(256,), minimum=1),
        "out_features": Integer(sentence="How many classes or values to predict.", default=10),
        "in_features": Integer(sentence="Width of the embedding.", inferred=True),
        "activation": Choice(
            sentence="Function after each hidden layer.", default="ReLU", choices=ACTIVATIONS
        ),
        "dropout": Number(
            sentence="How much is dropped after each hidden layer while training.", default=0.0
        ),
    }

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C")
        floating(site)
        widths = [features(site, "in_features"), *hidden_widths(site.params["hidden"])]
        layers: list[New] = []
        for before, after in pairwise(widths):
            layers.append(new("torch.nn.Linear", in_features=before, out_features=after))
            layers.append(new(f"torch.nn.{site.params['activation']}"))
            layers += dropped(site.params["dropout"])
        layers.append(
            new("torch.nn.Linear", in_features=widths[-1], out_features=site.params["out_features"])
        )
        return Recipe(module=stack(layers), inferred={"in_features": widths[0]})

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("x").shape[0]), given(site.params["out_features"], "out_features")


def hidden_widths(value: int | tuple[int, ...]) -> tuple[int, ...]:
    """The hidden widths as a row; one number stands for one hidden layer."""
    return (value,) if isinstance(value, int) else value
