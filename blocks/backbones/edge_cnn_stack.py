"""EdgeCNN network: several edge convolutions in a row."""

from typing import ClassVar, final

from blocks.bases.graph_stack import GraphStack, stack_params


@final
class EdgeCnnStack(GraphStack):
    """Let each node look at how its neighbours differ from it, several times: N × C becomes N × out.

    Wang and others, "Dynamic Graph CNN for Learning on Point Clouds", 2019.
    """

    title = "EdgeCNN network"
    keywords = ("graph", "gnn", "point cloud", "dgcnn", "torch geometric")
    path = "torch_geometric.nn.models.EdgeCNN"
    self_loops: ClassVar[bool] = False
    params = stack_params()
