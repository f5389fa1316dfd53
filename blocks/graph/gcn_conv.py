"""Graph convolution (GCN)."""

from typing import final

from blocks.bases.edges import EDGES, GIVEN, NODES, convolution, node_features
from builder.block import Block, Site
from builder.formula import Formula, given, kept
from builder.param import Boolean, Integer
from builder.recipe import Recipe


@final
class GcnConv(Block):
    """Mix each node with its neighbours, weighted by their numbers of edges, and multiply by a learnt matrix.

    Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", 2017.
    """

    title = "GCN convolution"
    keywords = ("graph", "gnn", "message passing", "neighbours")
    inputs = {"nodes": NODES, "edges": EDGES}
    outputs = {"nodes": GIVEN}
    params = {
        "out_features": Integer(sentence="Width of each node's new features.", default=16),
        "in_features": Integer(sentence="Width of the features that arrive.", inferred=True),
        "bias": Boolean(sentence="Add a learnt offset.", default=True),
    }

    def declare(self, site: Site) -> Recipe:
        width = node_features(site, "in_features")
        settings = {} if site.params["bias"] else {"bias": False}
        module = convolution("torch_geometric.nn.GCNConv", width, site.params["out_features"], **settings)
        return Recipe("{module}({nodes}, {edges})", module, inferred={"in_features": width})

    def formula(self, site: Site, port: str) -> Formula:
        return kept(site.spec("nodes").shape[0]), given(site.params["out_features"], "out_features")
