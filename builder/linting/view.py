"""A plan as the rules of the lint read it: who feeds whom, through what, and what travels there."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, final

from builder.documents.document import Document, Edge, Node
from builder.documents.graph import Graph
from builder.planning.planned import Plan
from builder.registry import filled
from builder.sizes import symbol
from builder.spec import Spec

QUIET = ("identity",)
"""Blocks outside the folder of shapes that hand on what they get."""


@final
class View:
    """Questions about a plan. All of them are answered from the document and the specs: nothing is run."""

    def __init__(self, planned: Plan) -> None:
        self.plan = planned
        self.document = _whole(planned.document)
        self._params: dict[str, dict[str, Any]] = {}
        self.broken = {problem.node for problem in planned.problems if problem.severity == "error"}

    @cached_property
    def graph(self) -> Graph:
        return Graph.of(self.document)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes whose block exists."""
        return tuple(node for node in self.document.nodes if node.block in self.plan.registry)

    @cached_property
    def outputs(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if self.plan.role(node.id) == "output")

    def category(self, node: str) -> str:
        """The folder of a node's block; empty where there is no such block."""
        entry = self.plan.registry.entries.get(self.document.node(node).block)
        return entry.category if entry else ""

    def block(self, node: str) -> str:
        return self.document.node(node).block

    def params(self, node: str) -> dict[str, Any]:
        """Every parameter of a node, defaults filled in."""
        if node not in self._params:
            own = filled(self.plan.block(node), self.document.node(node).params)
            self._params[node] = own if node not in self.plan.nodes else self.plan.params(node)
        return self._params[node]

    def title(self, node: str) -> str:
        """What a person sees a node called."""
        return self.plan.titles[node]

    def output(self, node: str, port: str) -> str:
        """What a person calls an output: the node's title alone where it has no other."""
        names = [name for owner, name in self.plan.specs if owner == node]
        return self.title(node) if names == [port] else f"{port} of {self.title(node)}"

    def wire(self, node: str, port: str = "x") -> Edge | None:
        """The wire at an input port; the first where a port takes several."""
        return self._wires.get((node, port))

    @cached_property
    def _wires(self) -> dict[tuple[str, str], Edge]:
        return {(edge.target, edge.input): edge for edge in reversed(self.document.edges)}

    def spec(self, edge: Edge | None) -> Spec | None:
        return self.plan.specs.get((edge.source, edge.output)) if edge else None

    def quiet(self, node: str) -> bool:
        """Whether a node only gives what it gets another shape."""
        return self.category(node) == "shape" or self.block(node) in QUIET

    def line(self, node: str, port: str = "x") -> Iterator[str]:
        """The nodes that lead to an input port, the nearest first, up to where several wires come together."""
        edge = self.wire(node, port)
        seen = {node}
        while edge and edge.source not in seen:
            seen.add(edge.source)
            yield edge.source
            arriving = self.document.into(edge.source)
            edge = arriving[0] if len(arriving) == 1 else None

    def maker(self, node: str, port: str = "x") -> str | None:
        """The node that computes what arrives at an input port; blocks that only reshape are looked through."""
        return next((other for other in self.line(node, port) if not self.quiet(other)), None)

    def above(self, node: str) -> frozenset[str]:
        """Everything that feeds a node, near or far, without itself."""
        return self.graph.above([node]) - {node}

    def mask(self, node: str) -> tuple[str, str] | None:
        """The output of an input block that says which of the tokens that arrive at a node are real."""
        arrived = [self.spec(edge) for edge in self.document.into(node)]
        if not any(spec and spec.shape[1:2] == (symbol("T"),) for spec in arrived):
            return None
        return self.mask_before(node)

    def mask_before(self, node: str) -> tuple[str, str] | None:
        """The mask of the input block that a node's tokens come from."""
        above = self.above(node)
        for other in self.nodes:
            if other.id in above and self.plan.role(other.id) == "input":
                for name, port in self.plan.block(other.id).outputs.items():
                    if port.kind == "mask":
                        return other.id, name
        return None


def _whole(document: Document) -> Document:
    """A document without the wires whose ends do not exist; `check` names them."""
    ids = {node.id for node in document.nodes}
    edges = tuple(edge for edge in document.edges if edge.source in ids and edge.target in ids)
    return document if len(edges) == len(document.edges) else document.model_copy(update={"edges": edges})
