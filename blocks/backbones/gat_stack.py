"""GAT network: several graph attention layers in a row."""

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
        "heads": Integer(
            sentence="How many attentions work in parallel in each layer; the last layer averages them.",
            default=1,
            maximum=64,
        ),
    }

    def more(self, site: Site) -> dict[str, Any]:
        heads, hidden = site.params["heads"], site.params["hidden"]
        if site.params["layers"] > 1 and hidden % heads:
            raise refuse(
                "heads",
                f"Between the layers the heads share the width, and {hidden} is not a multiple of {heads}.",
                param="hidden",
                expected=f"a multiple of {heads}",
                got=str(hidden),
                next=f"Set hidden to {hidden // heads * heads + heads}, or set heads to 1.",
            )
        return {"heads": heads} if heads != 1 else {}
