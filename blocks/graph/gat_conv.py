"""Graph attention (GAT)."""

from typing import final

from blocks.bases.edges import EDGES, GIVEN, NODES, convolution, node_features
from builder.block import Block, Site
from builder.formula import Formula, given, kept, product
from builder.param import Boolean, Choice, Integer, Number
from builder.recipe import Recipe


@final
class GatConv(Block):
    """Mix each node with its neighbours, weighted by learnt attention; several heads side by side or averaged.

    Veličković and others, "Graph Attention Networks", 2018.
    """

    title = "GAT convolution"
    keywords = ("graph", "gnn", "attention", "message passing", "neighbours")
    inputs = {"nodes": NODES, "edges": EDGES}
    outputs = {"nodes": GIVEN}
    params = {
        "out_features": Integer(sentence="Width of each node's new features, for each head.", default=16),
        "in_features": Integer(sentence="Width of the features that arrive.", inferred=True),
        "heads": Integer(sentence="How many attentions work in parallel.", default=1, maximum=64),
        "together": Choice(
            sentence="concatenate: the heads' features side by side; average: their mean.",
            default="concatenate",
            choices=("concatenate", "average"),
        ),
        "dropout": Number(
            sentence="Share of the edges left out at random in training.", default=0.0, maximum=0.95
        ),
        "bias": Boolean(sentence="Add a learnt offset.", default=True),
    }

    def declare(self, site: Site) -> Recipe:
        width = node_features(site, "in_features")
        chosen = {
            "heads": (site.params["heads"], 1),
            "concat": (site.params["together"] == "concatenate", True),
            "dropout": (site.params["dropout"], 0.0),
            "bias": (site.params["bias"], True),
        }
        settings = {name: value for name, (value, usual) in chosen.items() if value != usual}
        module = convolution("torch_geometric.nn.GATConv", width, site.params["out_features"], **settings)
        return Recipe("{module}({nodes}, {edges})", module, inferred={"in_features": width})

    def formula(self, site: Site, port: str) -> Formula:
        nodes, width = kept(site.spec("nodes").shape[0]), site.params["out_features"]
        if site.params["together"] != "concatenate":
            return nodes, given(width, "out_features")
        return nodes, product((site.params["heads"], width), "heads side by side")
