"""The record of a run: what `infer` and the page need to know about the weights beside it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from builder.data import Graph
from builder.data.graph_files import OWN
from builder.fitting.running import Run
from builder.fitting.settings import Settings

VERSION = 1
MOST_NUMBERS = 500_000
"""Numbers of a graph that a record holds at most."""


def record_of(run: Run, settings: Settings, figures: Mapping[str, Any]) -> dict[str, Any]:
    """The document, where its inputs came from, what its outputs mean, the settings and the figures."""
    dataset = run.dataset
    return {
        "version": VERSION,
        "document": run.network.planned.document.to_json(),
        "data": dataset.name,
        "data_title": dataset.title,
        "inputs": {node: _input(run, node, name) for node, name in run.features.feed.columns.items()},
        "outputs": {
            target.node: {"column": target.column, "classes": list(target.classes), "loss": target.loss}
            for target in run.targets
        },
        "settings": settings.to_json(),
        "figures": dict(figures),
    }


def _input(run: Run, node: str, name: str) -> dict[str, Any]:
    column = run.dataset.columns[name]
    found: dict[str, Any] = {"column": name, "kind": column.kind}
    if column.names:
        found["names"] = list(column.names)
    port = next(iter(run.network.planned.block(node).outputs))
    if cases := run.network.planned.specs[node, port].cases:
        found["cases"] = list(cases)
    if column.scale:
        found["scale"] = {"mean": list(column.scale.mean), "std": list(column.scale.std)}
    if isinstance(column.values, Graph) and run.dataset.name == OWN and (graph := _kept(column.values)):
        found["graph"] = graph
    return found


def _kept(graph: Graph) -> dict[str, Any] | None:
    """A person's own graph, so that it can be asked again; None where it is too large for a record."""
    alone = np.array_equal(graph.nodes, np.eye(len(graph.nodes)))
    numbers = graph.edges.size + (0 if alone else graph.nodes.size)
    if numbers > MOST_NUMBERS:
        return None
    nodes = None if alone else graph.nodes.tolist()
    return {"count": len(graph.nodes), "nodes": nodes, "edges": graph.edges.tolist()}
