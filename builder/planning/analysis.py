"""A plan as plain data: what the canvas draws and what the terminal prints as JSON."""

from collections.abc import Mapping
from typing import Any

from builder.planning.planned import Plan

MOST_CAUGHT = 8
"""How many of the paths that a freezing catches are named."""


def analysis(planned: Plan) -> dict[str, Any]:
    """Shapes, sizes, states and problems of a plan, ready for JSON."""
    return {
        "sound": planned.sound,
        "outputs": {f"{node}.{port}": _carried(spec) for (node, port), spec in planned.specs.items()},
        "nodes": {node.id: _node(planned, node.id) for node in planned.document.nodes},
        "problems": [problem.to_json() for problem in planned.problems],
        "totals": planned.size.to_json(),
        "groups": planned.registry.described("groups"),
        "results": {node: text for node, text in results(planned).items() if text},
    }


def results(planned: Plan) -> dict[str, str]:
    """The shape that arrives at each output node, as text; empty where it could not be computed."""
    texts = {}
    for node in planned.results:
        arrived = [planned.specs.get((edge.source, edge.output)) for edge in planned.document.into(node)]
        texts[node] = " and ".join(spec.text for spec in arrived if spec)
    return texts


def _carried(spec: Any) -> dict[str, Any]:
    return {
        "shape": [size if isinstance(size, int) else str(size) for size in spec.shape],
        "axes": list(spec.axes),
        "text": spec.text,
        "dtype": spec.dtype,
        "kind": spec.kind,
    }


def _node(planned: Plan, node: str) -> dict[str, Any]:
    known = planned.nodes[node]
    severities = {problem.severity for problem in planned.problems if problem.node == node}
    state = "ok"
    if "error" in severities:
        state = "error"
    elif known.waiting:
        state = "waiting"
    elif "warning" in severities:
        state = "warning"
    return known.size.to_json() | {
        "state": state,
        "inferred": _plain(known.inferred),
        "edits": [_plain(inferred) for inferred in known.edits],
        "note": known.recipe.note,
        "expects": planned.block(node).expects(planned.params(node)) if known.recipe.module else "",
        "receipt": known.receipt.to_json() if known.receipt else None,
        "receipts": [receipt and receipt.to_json() for receipt in known.receipts],
        "caught": {"count": len(known.frozen), "paths": list(known.frozen[:MOST_CAUGHT])},
        "stages": [stage.to_json() for stage in known.stages],
    }


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
