"""GATv2 network: several graph attention layers in a row, whose attention depends on both ends of an edge."""

from typing import Any, final

from blocks.bases.graph_stack import GraphStack, stack_params
from builder.block import Site


@final
class Gatv2Stack(GraphStack):
    """Let each node gather from its neighbours by an attention that both ends decide: N × C becomes N × out.

    Brody, Alon and Yahav, "How Attentive are Graph Attention Networks?", 2022.
    """

    title = "GATv2 network"
    keywords = ("graph", "gnn", "attention", "node classification", "torch geometric")
    path = "torch_geometric.nn.models.GAT"
    params = stack_params()

    def more(self, site: Site) -> dict[str, Any]:
        return {"v2": True}
