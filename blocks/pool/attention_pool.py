"""Attention pooling: an average whose weights are learnt."""

from typing import final

from blocks.bases.contract import features, floating
from blocks.bases.masked import MASK_MAYBE, TOKENS_IN, masked_tokens
from builder.block import Block, Output, Site
from builder.formula import Formula, kept
from builder.param import Integer
from builder.recipe import Recipe, new


@final
class AttentionPool(Block):
    """Score each token with a learnt vector, and average the tokens weighted by the softmax of their scores."""

    title = "Attention pooling"
    keywords = ("average", "pooling", "weights", "softmax", "tokens")
    inputs = {"x": TOKENS_IN, "mask": MASK_MAYBE}
    outputs = {"y": Output("vector", "the weighted average of each sample, B × C")}
    params = {"in_features": Integer(sentence="Width of the tokens that arrive.", inferred=True)}

    def declare(self, site: Site) -> Recipe:
        masked_tokens(site)
        floating(site)
        width = features(site, "in_features")
        call = "{module}({x}, {mask})" if site.has("mask") else "{module}({x})"
        module = new("blocks.modules.attention_pool.AttentionPool", features=width)
        return Recipe(call, module, inferred={"in_features": width})

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("x").shape[0]), kept(site.spec("x").shape[-1])
