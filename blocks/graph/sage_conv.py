"""GraphSAGE convolution."""

from typing import final

from blocks.bases.edges import EDGES, GIVEN, NODES, node_features
from builder.block import Block, Site
from builder.formula import Formula, given, kept
from builder.param import Boolean, Choice, Integer
from builder.recipe import Recipe, new


@final
class SageConv(Block):
    """Gather each node's neighbours into one vector, and add a learnt matrix of it to one of the node itself.

    Hamilton, Ying and Leskovec, "Inductive Representation Learning on Large Graphs", 2017.
    """

    title = "GraphSAGE convolution"
    keywords = ("graph", "gnn", "message passing", "neighbours", "inductive")
    inputs = {"nodes": NODES, "edges": EDGES}
    outputs = {"nodes": GIVEN}
    params = {
        "out_features": Integer(sentence="Width of each node's new features.", default=16),
        "in_features": Integer(sentence="Width of the features that arrive.", inferred=True),
        "gather": Choice(
            sentence="How the neighbours are put together.", default="mean", choices=("mean", "max", "sum")
        ),
        "bias": Boolean(sentence="Add a learnt offset.", default=True),
    }

    def declare(self, site: Site) -> Recipe:
        width = node_features(site, "in_features")
        sizes = {"in_channels": width, "out_channels": site.params["out_features"]}
        chosen = {"aggr": (site.params["gather"], "mean"), "bias": (site.params["bias"], True)}
        settings = {name: value for name, (value, usual) in chosen.items() if value != usual}
        module = new("torch_geometric.nn.SAGEConv", **sizes, **settings)
        return Recipe("{module}({nodes}, {edges})", module, inferred={"in_features": width})

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("nodes").shape[0]), given(site.params["out_features"], "out_features")
