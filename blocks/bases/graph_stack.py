"""The shared part of PyTorch Geometric's ready graph networks."""

from dataclasses import replace
from typing import Any, ClassVar

from blocks.bases.edges import EDGES, GIVEN, NODES, node_features
from blocks.bases.encoder import encoded, encoder_of
from blocks.bases.own_weights import file_param
from builder.block import Block, Site
from builder.param import Choice, Integer, Number, Param
from builder.recipe import New, Recipe


def stack_params() -> dict[str, Param]:
    """What all of these networks let you choose."""
    return {
        "out_features": Integer(sentence="Width of each node's new features.", default=16),
        "hidden": Integer(sentence="Width between the layers.", default=64),
        "layers": Integer(
            sentence="How many convolutions; each looks one edge further.", default=2, maximum=64
        ),
        "in_features": Integer(sentence="Width of the features that arrive.", inferred=True),
        "dropout": Number(sentence="Share of the numbers set to 0 in training.", default=0.0, maximum=0.95),
        "activation": Choice(
            sentence="Between the layers.", default="relu", choices=("relu", "elu", "tanh", "gelu")
        ),
        **file_param(),
    }


class GraphStack(Block):
    """Several convolutions over a graph with activations between them."""

    path: ClassVar[str]
    self_loops: ClassVar[bool] = True
    inputs = {"nodes": NODES, "edges": EDGES}
    outputs = {"nodes": GIVEN}
    tappable = True

    def declare(self, site: Site) -> Recipe:
        width = node_features(site, "in_features")
        sizes = {
            "in_channels": width,
            "hidden_channels": site.params["hidden"],
            "num_layers": site.params["layers"],
            "out_channels": site.params["out_features"],
        }
        chosen = {"dropout": (site.params["dropout"], 0.0), "act": (site.params.get("activation"), "relu")}
        settings = {name: value for name, (value, usual) in chosen.items() if value not in (None, usual)}
        kwargs = sizes | settings | self.more(site)
        shaped = kwargs | ({"add_self_loops": False} if self.self_loops else {})
        module = New(self.path, kwargs=kwargs, shape_kwargs=shaped)
        samples = {"x": ((6, width), "float32"), "edge_index": ((2, 8), "int64")}
        encoder = encoder_of(self.title, module, samples)
        recipe = encoded(site, encoder, module, "{nodes}, {edges}", fields={"nodes": ""})
        return replace(recipe, inferred={"in_features": width})

    def more(self, site: Site) -> dict[str, Any]:
        """Further arguments of one of these networks."""
        return {}
