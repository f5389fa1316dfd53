"""Graph input: one graph, its nodes and its edges."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.graph_values import graph_tensors
from builder.block import InputBlock, Output
from builder.param import Integer, Text
from builder.problem import refuse
from builder.sizes import symbol
from builder.spec import Spec


@final
class GraphInput(InputBlock):
    """Take one graph: a row of features for each node, N × features, and its edges, 2 × E."""

    title = "Graph input"
    keywords = ("nodes", "edges", "network", "gnn")
    outputs = {
        "nodes": Output("nodes", "the features of each node"),
        "edges": Output("edges", "for each edge the node that it starts from and the one that it leads to"),
    }
    params = {
        "features": Integer(sentence="How many numbers each node has.", default=34),
        "column": Text(sentence="The data column that feeds this input.", default="graph"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        return {
            "nodes": Spec((symbol("N"), params["features"]), kind="nodes"),
            "edges": Spec((2, symbol("E")), "int64", "edges"),
        }

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn one graph, or a list that holds one, into nodes [N, features] and edges [2, E].

        Raises:
            Refused: there are several graphs, or this one is not sound.
        """
        graphs = list(values) if isinstance(values, (list, tuple)) else [values]
        if len(graphs) != 1:
            raise refuse(
                "several_graphs",
                f"This input takes one graph at a time, and {len(graphs)} came.",
                param="column",
                expected="one graph",
                got=f"{len(graphs)} graphs",
                next="Use the graph batch input for many small graphs.",
            )
        nodes, edges = graph_tensors(graphs[0], params["features"])
        return {"nodes": nodes, "edges": edges}
