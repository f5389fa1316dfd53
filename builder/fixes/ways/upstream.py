"""Where a mistake began: layers that took a map for a vector, far in front of the output that shows it."""

from collections.abc import Iterator

from builder.documents.document import Edge
from builder.fixes.way import Case, Way, insert

_ON_VECTORS = ("linear", "mlp_head")
"""Blocks that run on maps too, where they mix the positions of a row: hardly ever what is meant."""


def a_vector_further_up(case: Case) -> Iterator[Way]:
    """Give the first layer behind a map a vector: the pooled one beside the map, or the map pooled."""
    if case.problem.code != "rank" or case.plan.role(case.node.id) != "output":
        return
    for edge in case.wires:
        for node in case.view.line(case.node.id, edge.input):
            wire = case.view.wire(node)
            arriving = case.spec(wire) if wire else None
            if wire and arriving and arriving.rank == 4 and case.view.block(node) in _ON_VECTORS:
                yield from _beside(case, wire)
                yield Way(f"Pool what {case.title(node)} takes", (insert(wire, "global_average_pool"),), 2)


def _beside(case: Case, wire: Edge) -> Iterator[Way]:
    """The other outputs of the same node that carry a vector."""
    for (node, name), spec in case.plan.specs.items():
        if node == wire.source and spec.rank == 2:
            change = {"do": "move_source", "wire": wire.model_dump(), "source": node, "output": name}
            said = f"Give {case.title(wire.target)} {case.output(node, name)} ({spec.text})"
            yield Way(said, (change,), 1)
