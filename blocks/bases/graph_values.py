"""Graphs of a data column turned into tensors, with their edges checked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from builder.problem import refuse

if TYPE_CHECKING:
    from torch import Tensor


def graph_tensors(value: Any, features: int) -> tuple["Tensor", "Tensor"]:
    """A graph's nodes as float32 [N, features] and its edges as int64 [2, E].

    `value` is a mapping with nodes and edges, or an object with x and edge_index as in PyTorch Geometric.

    Raises:
        Refused: the nodes have another width, or the edges are not pairs of numbers of nodes.
    """
    import torch

    first, second = (
        (value["nodes"], value["edges"]) if isinstance(value, Mapping) else (value.x, value.edge_index)
    )
    nodes, edges = torch.as_tensor(first, dtype=torch.float32), torch.as_tensor(second)
    if nodes.ndim != 2 or nodes.shape[1] != features:
        raise refuse(
            "data_width",
            f"The nodes of this graph do not have {features} features each.",
            param="features",
            expected=f"N × {features}",
            got=" × ".join(map(str, nodes.shape)),
            next=f"Set features to {nodes.shape[-1]}."
            if nodes.ndim == 2
            else "Give each node a row of features.",
        )
    return nodes, _edges(edges, len(nodes))


def _edges(edges: "Tensor", count: int) -> "Tensor":
    if edges.ndim != 2 or edges.shape[0] != 2:
        raise refuse(
            "edge_form",
            "Edges come as two rows, the first with where each edge starts, the second with where it ends.",
            param="column",
            expected="2 × E",
            got=" × ".join(map(str, edges.shape)),
            next="Swap the two axes of the edges."
            if edges.shape[-1:] == (2,)
            else "Give the edges as two rows.",
        )
    if edges.is_floating_point() or edges.is_complex() or edges.dtype.itemsize < 2:
        raise refuse(
            "edge_dtype",
            "Edges are numbers of nodes, and these are no whole numbers.",
            param="column",
            expected="int64",
            got=str(edges.dtype).removeprefix("torch."),
            next="Convert the edges to int64.",
        )
    if edges.numel() and not 0 <= int(edges.min()) <= int(edges.max()) < count:
        wrong = int(edges.max()) if int(edges.max()) >= count else int(edges.min())
        raise refuse(
            "edge_range",
            f"An edge names node {wrong}, and the graph has {count} nodes, counted from 0.",
            param="column",
            expected=f"numbers from 0 to {count - 1}",
            got=str(wrong),
            next="Drop this edge, or add the missing nodes.",
        )
    return edges.long()
