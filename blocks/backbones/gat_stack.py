"""GAT network: several graph attention layers in a row."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.graph_stack import GraphStack, stack_params
from builder.block import Site
from builder.param import Integer
from builder.problem import refuse


@final
class GatStack(GraphStack):
    """Let each node gather from its neighbours several times by learnt attention: N × C becomes N × out.

    Veličković and others, "Graph Attention Networks", 2018.
    """

    title = "GAT network"
    keywords = ("graph", "gnn", "attention", "node classification", "torch geometric")
    path = "torch_geometric.nn.models.GAT"
    params = stack_params() | {
        "heads": Integer(sentence="How many attentions work in parallel in each layer.", default=1, maximum=64),
    }

    def more(self, site: Site) -> Mapping[str, Any]:
        heads = site.params["heads"]
        for param in ("hidden", "out_features") if site.params["layers"] > 1 else ("out_features",):
            if site.params[param] % heads:
                raise refuse(
                    "heads",
                    f"The heads share the width between them, and {site.params[param]} is not a multiple of {heads}.",
                    param=param,
                    expected=f"a multiple of {heads}",
                    got=str(site.params[param]),
                    next=f"Set {param} to a multiple of {heads}, or set heads to 1.",
                )
        return {"heads": heads} if heads != 1 else {}
