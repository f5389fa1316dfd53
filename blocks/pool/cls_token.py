"""CLS token: the first token stands for all."""

from typing import final

from builder.block import Block, Input, Output, Site
from builder.formula import Formula, kept
from builder.recipe import Recipe


@final
class ClsToken(Block):
    """Keep the first token of each sample, where BERT gathers what a text says: B × T × C becomes B × C."""

    title = "CLS token"
    keywords = ("first token", "pooling", "bert", "class token")
    inputs = {"x": Input("tokens", "token vectors whose first token sums up the rest")}
    outputs = {"y": Output("vector", "the vector of the first token")}

    def declare(self, site: Site) -> Recipe:
        site.spec("x").need("x", "B × T × C")
        return Recipe(call="{x}[:, 0]")

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("x").shape[0]), kept(site.spec("x").shape[-1])
