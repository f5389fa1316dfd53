"""GraphSAGE network: several GraphSAGE convolutions in a row."""

from typing import ClassVar, final

from blocks.bases.graph_stack import GraphStack, stack_params


@final
class SageStack(GraphStack):
    """Let each node gather from its neighbours several times, with an activation between: N × C becomes N × out.

    Hamilton, Ying and Leskovec, "Inductive Representation Learning on Large Graphs", 2017.
    """

    title = "GraphSAGE network"
    keywords = ("graph", "gnn", "node classification", "torch geometric")
    path = "torch_geometric.nn.models.GraphSAGE"
    self_loops: ClassVar[bool] = False
    params = stack_params()
