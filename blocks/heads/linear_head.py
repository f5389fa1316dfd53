"""Linear head: one Linear layer from an embedding to logits."""

from typing import final

from blocks.bases.contract import features, floating, rank
from blocks.bases.head import dropped, stack
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Boolean, Integer, Number
from builder.recipe import Recipe, new


@final
class LinearHead(Block):
    """Turn an embedding into logits with one Linear layer: B × C becomes B × K.

    With `normalise` and `dropout` the embedding passes a BatchNorm1d and a Dropout first.
    """

    title = "Linear head"
    keywords = ("classifier", "probe", "logits", "fc")
    inputs = {"x": Input("vector", "one vector for each sample")}
    outputs = {"y": Output("logits", "one number for each class or value")}
    params = {
        "out_features": Integer(sentence="How many classes or values to predict.", default=10),
        "in_features": Integer(sentence="Width of the embedding.", inferred=True),
        "normalise": Boolean(
            sentence="Bring each feature to a common scale first (BatchNorm1d).", default=False
        ),
        "dropout": Number(sentence="How much of the embedding is dropped while training.", default=0.0),
        "bias": Boolean(sentence="Add a learnt offset.", default=True),
    }

    def declare(self, site: Site) -> Recipe:
        rank(site, "x", "B × C")
        floating(site)
        width = features(site, "in_features")
        bias = {} if site.params["bias"] else {"bias": False}
        norm = [new("torch.nn.BatchNorm1d", num_features=width)] if site.params["normalise"] else []
        linear = new("torch.nn.Linear", in_features=width, out_features=site.params["out_features"], **bias)
        layers = [*norm, *dropped(site.params["dropout"]), linear]
        return Recipe(module=stack(layers), inferred={"in_features": width})

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("x").shape[0]), given(site.params["out_features"], "out_features")
