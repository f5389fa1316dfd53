"""Ways for problems of the whole document, which name no node."""

from collections.abc import Iterator
from difflib import get_close_matches

from builder.documents.document import Edge
from builder.documents.editing import fresh_id
from builder.fixes.way import Way, disconnect
from builder.planning.planned import Plan
from builder.problem import Problem


def ways(problem: Problem, planned: Plan) -> Iterator[Way]:
    """Ways to repair a document without an output, or with a wire to nowhere."""
    if problem.code == "no_output":
        yield from _outputs(planned)
    if problem.code == "missing_node":
        for edge in planned.document.edges:
            yield from loose(edge, problem.got, planned)


def loose(edge: Edge, missing: str, planned: Plan) -> Iterator[Way]:
    """Lead a wire with a missing end to the node that was meant, or remove it."""
    if missing not in (edge.source, edge.target):
        return
    ids = [node.id for node in planned.document.nodes]
    for near in get_close_matches(missing, ids, n=2, cutoff=0.5):
        change = (
            {"do": "move_source", "wire": edge.model_dump(), "source": near, "output": edge.output}
            if missing == edge.source
            else {"do": "move_target", "wire": edge.model_dump(), "target": near, "input": edge.input}
        )
        yield Way(
            f"Lead the wire to {near}" if missing == edge.target else f"Take the wire from {near}", (change,)
        )
    yield Way(f"Remove the wire {edge}", (disconnect(edge),), 3)


def _outputs(planned: Plan) -> Iterator[Way]:
    """Add an output behind what nothing uses yet."""
    document = planned.document
    ends = [
        (node, port)
        for node, port in reversed(list(planned.specs))
        if not document.out_of(node) and planned.role(node) == "layer"
    ]
    for node, port in ends[:2]:
        for block in ("class_output", "value_output"):
            name = fresh_id(document, "result")
            place = document.node(node).position
            add = {"do": "add", "block": block, "id": name, "position": [place[0] + 260, place[1]]}
            wire = {"do": "connect", "source": f"{node}.{port}", "target": f"{name}.x"}
            title = planned.registry.get(block).title
            yield Way(f"Add a {title.lower()} behind {planned.titles[node]}", (add, wire), 2)
