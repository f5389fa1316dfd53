"""Circles of wires: one wire less, another source, or without what does nothing but close the circle."""

from collections.abc import Iterator

from builder.fixes.way import Case, Way, disconnect
from builder.problem import Change


def of_a_circle(case: Case) -> Iterator[Way]:
    """Remove one wire of a circle, the one that leads back to the left first; or feed its end from what lies loose."""
    if case.problem.code != "cycle":
        return
    ring = next((group for group in case.graph.cycles() if case.node.id in group), ())
    wires = [edge for edge in case.document.edges if edge.source in ring and edge.target in ring]
    left = {node: case.document.node(node).position[0] for node in ring}
    for cost, edge in enumerate(
        sorted(wires, key=lambda edge: left[edge.target] - left[edge.source]), start=1
    ):
        yield Way(f"Remove the wire {edge}", (disconnect(edge),), cost)
        for node, name, spec in case.sources():
            if not case.document.out_of(node) and case.plan.role(node) != "output":
                change = {"do": "move_source", "wire": edge.model_dump(), "source": node, "output": name}
                said = f"Feed {case.title(edge.target)} from {case.output(node, name)} ({spec.text})"
                yield Way(said, (change,), cost)


def out_of_a_circle(case: Case) -> Iterator[Way]:
    """Remove what does nothing but close a circle: a node that leads only back into it, or the whole idle circle."""
    if case.problem.code != "cycle":
        return
    ring = next((group for group in case.graph.cycles() if case.node.id in group), ())
    leaving = {node: {edge.target for edge in case.document.out_of(node)} for node in ring}
    for node in ring if len(ring) > 1 else ():
        if leaving[node] <= set(ring):
            yield Way(f"Remove {case.title(node)}", ({"do": "remove", "node": node},), 3)
    if all(targets <= set(ring) for targets in leaving.values()):
        named = " and ".join(case.title(node) for node in ring)
        removed: tuple[Change, ...] = tuple({"do": "remove", "node": node} for node in ring)
        yield Way(f"Remove {named}, which lead nowhere", removed, 4)
