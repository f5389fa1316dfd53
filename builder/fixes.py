"""Fixes that were tried: each candidate is applied to a copy and planned again before it is offered."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from builder.checking import output_names
from builder.document import Document, Edge
from builder.editing import repair
from builder.graph import Graph
from builder.planning import Cache, Plan, plan
from builder.problem import Change, Fix, Problem, Refused

OFFERED = 4
"""At most so many fixes are shown for one problem."""

NEAR = 4
"""So many of the nodes in front are tried as another source of a wire."""

_ADAPTERS: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("Pool each channel to one number", "global_average_pool", "x", "y", {}),
    ("Flatten each sample to one row", "flatten", "x", "y", {}),
    ("Turn the map into tokens", "map_to_tokens", "x", "y", {}),
    ("Average over the tokens", "token_mean", "x", "y", {}),
)
"""Blocks that bring one shape to another: title, block, its input, its output, parameters."""


def with_fixes(planned: Plan, cache: Cache | None = None) -> Plan:
    """The same plan, with tried fixes in its problems, those that change least first."""
    memory = cache or Cache()
    problems = tuple(
        replace(problem, fixes=tuple(_tried(problem, planned, memory)))
        if problem.severity == "error"
        else problem
        for problem in planned.problems
    )
    return replace(planned, problems=problems)


def _tried(problem: Problem, planned: Plan, cache: Cache) -> Iterator[Fix]:
    offered = 0
    for title, changes in _candidates(problem, planned):
        fix = _try(title, changes, problem, planned, cache)
        if fix and offered < OFFERED:
            offered += 1
            yield fix


def _try(
    title: str, changes: tuple[Change, ...], problem: Problem, planned: Plan, cache: Cache
) -> Fix | None:
    try:
        document = repair(planned.document, changes)
    except (Refused, ValueError):
        return None
    after = plan(document, planned.registry, cache=cache)
    same = any(other.node == problem.node and other.severity == "error" for other in after.problems)
    if same or len(_errors(after)) >= len(_errors(planned)):
        return None
    return Fix(
        title=title,
        changes=changes,
        leads_to=_shape_at(problem.node, after),
        parameters=after.size.parameters - planned.size.parameters,
    )


def _errors(planned: Plan) -> list[Problem]:
    return [problem for problem in planned.problems if problem.severity == "error"]


def _shape_at(node: str | None, planned: Plan) -> str:
    texts = [spec.text for (owner, _), spec in planned.specs.items() if owner == node]
    return texts[0] if texts else ""


def _candidates(problem: Problem, planned: Plan) -> Iterator[tuple[str, tuple[Change, ...]]]:
    document, node = planned.document, problem.node
    if node is None or all(known.id != node for known in document.nodes):
        return
    if problem.code in ("two_wires", "wire_kind", "cycle", "unknown_port"):
        yield from _without_wires(problem, planned)
        return
    yield from _reset(problem, document)
    wires = [edge for edge in document.into(node) if problem.port in (None, edge.input)]
    for edge in wires:
        yield from _other_output(edge, planned)
    for edge in wires:
        yield from _adapter(edge, planned)
        yield from _projection(edge, planned)


def _reset(problem: Problem, document: Document) -> Iterator[tuple[str, tuple[Change, ...]]]:
    assert problem.node is not None
    names = [problem.param] if problem.param else list(document.node(problem.node).params)
    for name in names:
        if name in document.node(problem.node).params:
            change = {"do": "set_param", "node": problem.node, "param": name, "value": None}
            yield f"Set {name} back to its default", (change,)


def _other_output(edge: Edge, planned: Plan) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Other outputs of the same node first, then those of the nodes that feed it, the nearest first."""
    above = Graph.of(planned.document).above([edge.source])
    near = [node for node in reversed(planned.order) if node in above and node != edge.source]
    for owner in (edge.source, *near[:NEAR]):
        source = planned.document.node(owner)
        for name in output_names(planned.block(owner), source):
            if (owner, name) != (edge.source, edge.output) and (owner, name) in planned.specs:
                text = planned.specs[owner, name].text
                change = {"do": "move_source", "wire": edge.model_dump(), "source": owner, "output": name}
                yield f"Take {name} of {source.label or source.id} instead ({text})", (change,)


def _adapter(edge: Edge, planned: Plan) -> Iterator[tuple[str, tuple[Change, ...]]]:
    for title, block, takes, gives, params in _ADAPTERS:
        if block in planned.registry:
            yield title, (_insert(edge, block, takes, gives, params),)


def _projection(edge: Edge, planned: Plan) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """A linear layer or a 1x1 convolution to the width that the target was set to by hand."""
    target = planned.document.node(edge.target)
    for param in ("in_features", "in_channels", "num_features"):
        width = target.params.get(param)
        if isinstance(width, int):
            linear = {"out_features": width}
            convolution = {"out_channels": width, "kernel_size": [1]}
            yield f"Project to {width} features", (_insert(edge, "linear", "x", "y", linear),)
            yield (
                f"Project to {width} channels with a 1x1 convolution",
                (_insert(edge, "conv2d", "x", "y", convolution),),
            )


def _insert(edge: Edge, block: str, takes: str, gives: str, params: dict[str, Any]) -> Change:
    wire = edge.model_dump()
    return {"do": "insert_on", "wire": wire, "block": block, "input": takes, "output": gives, **params}


def _without_wires(problem: Problem, planned: Plan) -> Iterator[tuple[str, tuple[Change, ...]]]:
    document = planned.document
    assert problem.node is not None
    touching = [*document.into(problem.node), *document.out_of(problem.node)]
    for edge in touching:
        if problem.port in (None, edge.input, edge.output):
            change = {
                "do": "disconnect",
                "source": f"{edge.source}.{edge.output}",
                "target": f"{edge.target}.{edge.input}",
            }
            yield f"Remove the wire from {edge.source}.{edge.output}", (change,)
