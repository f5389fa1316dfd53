"""Embedding: a learnt vector for each number of a token or category."""

from typing import final

from blocks.bases.contract import whole
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Integer
from builder.problem import refuse
from builder.recipe import Recipe


@final
class Embedding(TorchLayer):
    """Look up a learnt vector for each id: B × T becomes B × T × C. Ids run from 0 to num_embeddings - 1."""

    title = "Embedding"
    keywords = ("lookup", "token", "vocabulary", "category")
    builds = "torch.nn.Embedding"
    written = ("num_embeddings", "embedding_dim")
    inputs = {"x": Input("ids", "whole numbers: token ids or categories")}
    outputs = {"y": Output("any", "one vector for each id")}
    params = {
        "num_embeddings": Integer(
            sentence="How many different ids there are.", default=1000, maximum=1_000_000
        ),
        "embedding_dim": Integer(sentence="Width of each vector.", default=64),
        "padding_idx": Integer(
            sentence="Id of the padding, whose vector stays zero.",
            optional=True,
            minimum=-1_000_000,
            maximum=1_000_000,
        ),
    }

    def declare(self, site: Site) -> Recipe:
        whole(site)
        padding, rows = site.params["padding_idx"], site.params["num_embeddings"]
        if padding is not None and not -rows <= padding < rows:
            raise refuse(
                "index",
                f"The padding has id {padding}, and the table only holds the ids 0 to {rows - 1}.",
                param="padding_idx",
                expected=f"an id from 0 to {rows - 1}",
                got=str(padding),
                next="Set padding_idx to an id of the table, or make num_embeddings larger.",
            )
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        width = given(site.params["embedding_dim"], "a vector for each id: embedding_dim")
        return (*map(kept, site.spec("x").shape), width)
