"""The shared part of poolings over graphs: the nodes of each graph become one vector."""

from typing import ClassVar

from blocks.bases.contract import floating
from builder.block import Block, Input, Output, Site
from builder.formula import Formula, Term, kept
from builder.problem import refuse
from builder.recipe import Recipe, new
from builder.sizes import symbol


class GraphPool(Block):
    """All nodes of a graph into one vector. How many graphs there are only the values tell."""

    aggregation: ClassVar[str]
    inputs = {
        "nodes": Input("nodes", "features of the nodes of all graphs, N × C"),
        "index": Input("index", "the number of the graph that each node belongs to, N"),
    }
    outputs = {"y": Output("vector", "one vector for each graph, B × C")}

    def declare(self, site: Site) -> Recipe:
        nodes = site.spec("nodes").need("nodes", "N × C")
        floating(site, "nodes")
        index = site.spec("index").need("index", "N")
        if index.shape != nodes.shape[:1] or index.dtype != "int64":
            raise refuse(
                "index_form",
                "The graph index names a graph for each node, so that it is as long as there are nodes.",
                port="index",
                expected=f"{nodes.shape[0]}, int64",
                got=f"{index.text}, {index.dtype}",
                next="Connect the index of the same graph batch input.",
            )
        return Recipe("{module}({nodes}, {index})", new(self.aggregation), on_cpu=True)

    def formula(self, site: Site, port: str) -> Formula:
        return Term(symbol("B"), "one row for each graph"), kept(site.spec("nodes").shape[1])
