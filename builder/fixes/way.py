"""A way to a fix before it is tried, and what the makers of ways need to know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, final

from builder.block import Block
from builder.documents.document import Document, Edge, Node
from builder.documents.graph import Graph
from builder.linting.view import View
from builder.planning.planned import Plan
from builder.problem import Change, Problem
from builder.spec import Spec

_TOGETHER = ("add", "broadcast", "matrix", "mismatch", "batch", "branch_shapes", "match_shapes")
"""In these problems no single input is at fault: any of them may be changed."""


@dataclass(frozen=True)
class Way:
    """Changes that may repair a problem; `cost` says how much they change: 1 for a setting, more for a new node.

    `away` orders ways of one cost: how far a number is from the one that was set.
    """

    title: str
    changes: tuple[Change, ...]
    cost: int = 1
    away: float = 0


@final
class Case:
    """A problem at a node, with the plan that it comes from."""

    def __init__(self, problem: Problem, planned: Plan) -> None:
        assert problem.node is not None
        self.problem = problem
        self.plan = planned
        self.node: Node = planned.document.node(problem.node)
        self.view = View(planned)

    @property
    def document(self) -> Document:
        return self.plan.document

    @cached_property
    def graph(self) -> Graph:
        return Graph.of(self.document)

    @property
    def block(self) -> Block | None:
        """The node's block; None where there is no such block."""
        return self.plan.registry.get(self.node.block) if self.node.block in self.plan.registry else None

    @cached_property
    def wires(self) -> tuple[Edge, ...]:
        """The wires at the port that the problem names; all that arrive where it names none."""
        ports = self.block.inputs if self.block else {}
        port = self.problem.port if self.problem.port in ports else None
        port = None if self.problem.code in _TOGETHER else port
        ids = {node.id for node in self.document.nodes}
        return tuple(
            edge
            for edge in self.document.into(self.node.id)
            if port in (None, edge.input) and edge.source in ids
        )

    def spec(self, edge: Edge) -> Spec | None:
        return self.plan.specs.get((edge.source, edge.output))

    def title(self, node: str) -> str:
        return self.view.title(node)

    def output(self, node: str, port: str) -> str:
        """What a person calls an output: the node's title alone where it has no other."""
        return self.view.output(node, port)

    def value(self, param: str) -> Any:
        """The value of a parameter of the node; None where it has none of this name."""
        return self.view.params(self.node.id).get(param) if self.block else None

    def set(self, param: str, value: Any, node: str | None = None) -> Change:
        return {"do": "set_param", "node": node or self.node.id, "param": param, "value": value}

    def sources(self) -> Iterator[tuple[str, str, Spec]]:
        """Outputs of other nodes that carry something and are not fed by this node, the nearest first."""
        below = self.graph.below(self.node.id) | {self.node.id}
        near = {node: index for index, node in enumerate(_outwards(self.graph, self.node.id))}
        places = [(*place, spec) for place, spec in self.plan.specs.items() if place[0] not in below]
        yield from sorted(places, key=lambda place: near.get(place[0], len(near)))


def insert(edge: Edge, block: str, takes: str = "x", gives: str = "y", **params: Any) -> Change:
    """The change that puts a block on a wire."""
    return {
        "do": "insert_on", "wire": edge.model_dump(), "block": block, "input": takes, "output": gives, **params,
    }  # fmt: skip


def within(group: str, changes: Iterable[Change]) -> Change:
    """The change that applies changes to the graph inside a group."""
    return {"do": "in_group", "group": group, "changes": list(changes)}


def disconnect(edge: Edge) -> Change:
    return {
        "do": "disconnect", "source": f"{edge.source}.{edge.output}", "target": f"{edge.target}.{edge.input}",
    }  # fmt: skip


def _outwards(graph: Graph, node: str) -> Iterator[str]:
    """The nodes in front of a node, by distance."""
    seen, ring = {node}, [node]
    while ring:
        near = dict.fromkeys(other for one in ring for other in graph.wires.predecessors(one))
        ring = [other for other in near if other not in seen]
        seen |= set(ring)
        yield from ring
