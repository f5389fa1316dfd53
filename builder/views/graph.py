"""A whole graph with the class that the network gives each of its nodes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from builder.planning.planned import Plan

if TYPE_CHECKING:
    import torch

MOST_NODES = 300


def graph_views(
    planned: Plan, arguments: "Mapping[str, torch.Tensor]", results: "Mapping[str, torch.Tensor]", asked: int
) -> list[dict[str, Any]]:
    """Each node's best class for every output of scores; none for a large graph, or where nothing is a graph."""
    edges = next(
        (
            arguments[argument.name]
            for argument in planned.arguments
            if planned.specs[argument.node, argument.port].kind == "edges"
        ),
        None,
    )
    if edges is None:
        return []
    return [
        {
            "kind": "graph",
            "title": f"{node}: the class that each node is given",
            "edges": edges.T.tolist(),
            "classes": scores.argmax(dim=-1).tolist(),
            "asked": asked,
        }
        for node, scores in results.items()
        if scores.ndim == 2 and scores.shape[-1] > 1 and asked < len(scores) <= MOST_NODES
    ]
