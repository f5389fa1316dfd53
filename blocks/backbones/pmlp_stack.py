"""PMLP network: an MLP in training that passes messages over the graph when it is used."""

from typing import ClassVar, final

from blocks.bases.graph_stack import GraphStack, stack_params


@final
class PmlpStack(GraphStack):
    """Learn each node alone, and let it gather from its neighbours only in use: N × C becomes N × out.

    Yang and others, "Graph Neural Networks are Inherently Good Generalizers", 2023.
    """

    title = "PMLP network"
    keywords = ("graph", "gnn", "mlp", "node classification", "torch geometric")
    path = "torch_geometric.nn.models.PMLP"
    self_loops: ClassVar[bool] = False
    params = {name: param for name, param in stack_params().items() if name != "activation"}
