"""Token mean: the average of all positions."""

from typing import final

from blocks.bases.contract import floating
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, kept
from builder.recipe import Recipe


@final
class TokenMean(Block):
    """Average all tokens of each sample, padding included: B × T × C becomes B × C."""

    title = "Token mean"
    keywords = ("average", "pooling", "mean", "sequence")
    inputs = {"x": Input("tokens", "token vectors, all of which count")}
    outputs = {"y": Output("vector", "the average vector of each sample")}

    def declare(self, site: Site) -> Recipe:
        site.spec("x").need("x", "B × T × C")
        floating(site)
        return Recipe("{x}.mean(dim=1)")

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("x").shape[0]), kept(site.spec("x").shape[-1])
