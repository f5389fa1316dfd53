"""GCN network: several GCN convolutions in a row."""

from typing import final

from blocks.bases.graph_stack import GraphStack, stack_params


@final
class GcnStack(GraphStack):
    """Let each node gather from its neighbours several times, with an activation between: N × C becomes N × out.

    Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", 2017.
    """

    title = "GCN network"
    keywords = ("graph", "gnn", "node classification", "torch geometric")
    path = "torch_geometric.nn.models.GCN"
    params = stack_params()
