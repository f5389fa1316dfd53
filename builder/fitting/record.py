"""The record of a run: what `infer` and the page need to know about the weights beside it."""

from collections.abc import Mapping
from typing import Any

from builder.fitting.running import Run
from builder.fitting.settings import Settings

VERSION = 1


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
    return found
