"""Graph batch input: many small graphs side by side."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.graph_values import graph_tensors
from builder.block import InputBlock, Output
from builder.param import Integer, Text
from builder.sizes import symbol
from builder.spec import Spec


@final
class GraphBatchInput(InputBlock):
    """Lay many small graphs side by side as one large graph, and note for each node which graph it is of."""

    title = "Graph batch input"
    keywords = ("graphs", "molecules", "nodes", "edges", "gnn")
    outputs = {
        "nodes": Output("nodes", "the features of the nodes of all graphs"),
        "edges": Output("edges", "the edges of all graphs"),
        "index": Output("index", "the number of the graph that each node belongs to"),
    }
    params = {
        "features": Integer(sentence="How many numbers each node has.", default=16),
        "column": Text(sentence="The data column that feeds this input.", default="graph"),
    }

    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        return {
            "nodes": Spec((symbol("N"), params["features"]), kind="nodes"),
            "edges": Spec((2, symbol("E")), "int64", "edges"),
            "index": Spec((symbol("N"),), "int64", "index"),
        }

    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn a list of graphs into nodes [N, features], edges [2, E] and index [N].

        Raises:
            Refused: a graph is not sound.
        """
        import torch

        graphs = [graph_tensors(value, params["features"]) for value in values]
        counts = torch.tensor([len(nodes) for nodes, _ in graphs], dtype=torch.int64)
        starts = counts.cumsum(0) - counts
        edges = [edges + start for (_, edges), start in zip(graphs, starts, strict=True)]
        return {
            "nodes": torch.cat([nodes for nodes, _ in graphs]),
            "edges": torch.cat(edges, dim=1),
            "index": torch.repeat_interleave(torch.arange(len(graphs)), counts),
        }
