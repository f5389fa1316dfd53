"""Global add pooling: all nodes of a graph into one vector."""

from typing import final

from blocks.bases.graph_pool import GraphPool


@final
class GlobalAddPool(GraphPool):
    """Add up the nodes of each graph: N × C becomes B × C."""

    title = "Graph add pooling"
    keywords = ("graph", "readout", "pooling", "add")
    aggregation = "torch_geometric.nn.aggr.SumAggregation"
