"""Masked mean: the average of the tokens that count."""

from typing import final

from blocks.bases.contract import floating
from blocks.bases.masked import MASK_IN, TOKENS_IN, masked_tokens
from builder.block import Block, Output, Site
from builder.formula import Formula, kept
from builder.recipe import Recipe


@final
class MaskedMean(Block):
    """Average the tokens of each sample and leave padding out, so that neighbours in the batch change nothing."""

    title = "Masked mean"
    keywords = ("average", "pooling", "sentence embedding", "padding")
    inputs = {"x": TOKENS_IN, "mask": MASK_IN}
    outputs = {"y": Output("vector", "the average vector of each sample, B × C")}

    def declare(self, site: Site) -> Recipe:
        masked_tokens(site)
        floating(site)
        return Recipe("masked_mean({x}, {mask})", uses=("blocks.modules.masked_mean.masked_mean",))

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("x").shape[0]), kept(site.spec("x").shape[-1])
