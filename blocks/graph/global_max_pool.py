"""Global max pooling: all nodes of a graph into one vector."""

from typing import final

from blocks.bases.graph_pool import GraphPool


@final
class GlobalMaxPool(GraphPool):
    """Keep the largest number of each feature over the nodes of each graph: N × C becomes B × C."""

    title = "Graph max pooling"
    keywords = ("graph", "readout", "pooling", "max")
    aggregation = "torch_geometric.nn.aggr.MaxAggregation"
