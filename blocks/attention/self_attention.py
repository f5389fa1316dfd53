"""Self-attention with one head."""

from typing import final

from blocks.bases.contract import features, floating, tokens
from blocks.bases.masked import MASK_MAYBE, TOKENS_IN, masked_tokens
from builder.block import Block, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Integer
from builder.recipe import Recipe, new


@final
class SelfAttention(Block):
    """Let each token gather from all tokens of its own sample, by the match of its query with their keys.

    Vaswani and others, "Attention Is All You Need", 2017.
    """

    title = "Self-attention"
    keywords = ("query", "key", "value", "transformer", "dot product")
    inputs = {"x": TOKENS_IN, "mask": MASK_MAYBE}
    outputs = {"y": Output("tokens", "a vector for each token, B × T × width")}
    params = {
        "width": Integer(sentence="Width of queries, keys, values and of what leaves.", default=256),
        "in_features": Integer(sentence="Width of the tokens that arrive.", inferred=True),
    }

    def declare(self, site: Site) -> Recipe:
        tokens(site, "x", "B × T × C")
        masked_tokens(site)
        floating(site)
        width = features(site, "in_features")
        call = "{module}({x}, {mask})" if site.has("mask") else "{module}({x})"
        module = new(
            "blocks.modules.self_attention.SelfAttention", features=width, width=site.params["width"]
        )
        return Recipe(call, module, inferred={"in_features": width})

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        return kept(spec.shape[0]), kept(spec.shape[1]), given(site.params["width"], "width")
