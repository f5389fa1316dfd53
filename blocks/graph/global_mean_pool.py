"""Global mean pooling: all nodes of a graph into one vector."""

from typing import final

from blocks.bases.graph_pool import GraphPool


@final
class GlobalMeanPool(GraphPool):
    """Average the nodes of each graph: N × C becomes B × C."""

    title = "Graph mean pooling"
    keywords = ("graph", "readout", "pooling", "mean")
    aggregation = "torch_geometric.nn.aggr.MeanAggregation"
