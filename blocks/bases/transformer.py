"""The shared part of the transformer blocks: attention and a small network, with shortcuts and norms."""

from typing import ClassVar

from blocks.bases.attention_mask import over_tokens
from blocks.bases.contract import divides, features, floating, number, tokens
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Boolean, Choice, Integer, Number, Param
from builder.recipe import New, Recipe


def transformer_params() -> dict[str, Param]:
    """The parameters of one layer, in torch's order."""
    return {
        "d_model": Integer(sentence="Width of the tokens.", inferred=True),
        "nhead": Integer(sentence="How many heads; they share the width.", default=8, maximum=512),
        "dim_feedforward": Integer(sentence="Width inside the small network of each layer.", default=2048),
        "dropout": Number(sentence="How much is dropped while training.", default=0.1),
        "activation": Choice(
            sentence="Function inside the small network.", default="relu", choices=("relu", "gelu")
        ),
        "layer_norm_eps": Number(
            sentence="Added to the variance, so that nothing is divided by zero.", default=1e-05
        ),
        "norm_first": Boolean(sentence="Normalise before attention rather than after it.", default=False),
        "bias": Boolean(sentence="Add learnt offsets.", default=True),
    }


class Transformer(TorchLayer):
    """Tokens in, tokens of the same width out."""

    written: ClassVar[tuple[str, ...]] = ("nhead",)
    inputs = {
        "x": Input("tokens", "tokens"),
        "mask": Input("mask", "1 for real tokens, 0 for padding", optional=True),
    }
    outputs = {"y": Output("tokens", "the same tokens, each knowing of the others")}

    def declare(self, site: Site) -> Recipe:
        built, inferred = self.layer(site), {"d_model": number(site, "x", -1)}
        if not site.has("mask"):
            return Recipe(module=built, inferred=inferred)
        over_tokens(site, "mask", "x")
        call = "{module}({x}, src_key_padding_mask={mask} == 0)"
        return Recipe(call=call, module=built, inferred=inferred)

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))

    def layer(self, site: Site) -> New:
        """The constructor call of one layer, after the tokens were looked at."""
        tokens(site, "x", "B × T × C")
        floating(site)
        width = features(site, "d_model")
        divides(site.params["nhead"], width, param="nhead", what="features", port="x")
        return self.module(site, d_model=width, batch_first=True)
