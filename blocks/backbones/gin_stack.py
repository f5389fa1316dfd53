"""GIN network: several graph isomorphism convolutions in a row."""

from typing import ClassVar, final

from blocks.bases.graph_stack import GraphStack, stack_params


@final
class GinStack(GraphStack):
    """Let each node sum up its neighbours several times, each time through a small MLP: N × C becomes N × out.

    Xu and others, "How Powerful are Graph Neural Networks?", 2019.
    """

    title = "GIN network"
    keywords = ("graph", "gnn", "isomorphism", "node classification", "torch geometric")
    path = "torch_geometric.nn.models.GIN"
    self_loops: ClassVar[bool] = False
    params = stack_params()
