"""EmbeddingBag: the learnt vectors of a whole row of ids, summed or averaged."""

from typing import final

from blocks.bases.contract import rank, whole
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, given, kept
from builder.param import Choice, Integer
from builder.recipe import Recipe


@final
class EmbeddingBag(TorchLayer):
    """Look up a vector for each id and combine each row into one: B × T becomes B × C. Padding counts too."""

    title = "EmbeddingBag"
    keywords = ("bag of words", "lookup", "token")
    builds = "torch.nn.EmbeddingBag"
    written = ("num_embeddings", "embedding_dim")
    inputs = {"x": Input("ids", "whole numbers, one row for each sample")}
    outputs = {"y": Output("vector", "one vector for each sample")}
    params = {
        "num_embeddings": Integer(
            sentence="How many different ids there are.", default=1000, maximum=1_000_000
        ),
        "embedding_dim": Integer(sentence="Width of each vector.", default=64),
        "mode": Choice(
            sentence="How a row's vectors become one.", default="mean", choices=("mean", "sum", "max")
        ),
    }

    def declare(self, site: Site) -> Recipe:
        whole(site)
        rank(site, "x", "B × T")
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        width = given(site.params["embedding_dim"], "one vector for all ids of a sample: embedding_dim")
        return kept(site.spec("x").shape[0]), width
