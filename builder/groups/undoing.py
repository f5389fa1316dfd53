"""Taking a group apart: its nodes take the place of one that uses it."""

from collections.abc import Iterator
from dataclasses import dataclass

from builder.documents.document import Document, Edge, FreezeAll, Node
from builder.documents.reading import from_json
from builder.groups.blocks import bound
from builder.groups.wires import Port, free, moved, refused
from builder.problem import DocumentError, Problem
from builder.registry import Registry, default_registry


def ungroup(document: Document, node: str, *, registry: Registry | None = None) -> Document:
    """Put the nodes of a group in the place of a node that uses it; the group itself stays to be used again.

    Raises:
        DocumentError: the node uses no group, or has taps, edits or shared weights that would be lost.
    """
    blocks = bound(registry or default_registry(), document)
    known = next((one for one in document.nodes if one.id == node), None)
    problems = tuple(_not_apart(document, known, node))
    if problems or known is None:
        raise DocumentError(problems)
    return from_json(_Apart.of(document, known, blocks).document().to_json())


@dataclass(frozen=True)
class _Apart:
    """A node that uses a group, the graph inside, and the names that its nodes get outside."""

    around: Document
    used: Node
    inside: Document
    roles: dict[str, str]
    names: dict[str, str]

    @classmethod
    def of(cls, document: Document, used: Node, registry: Registry) -> "_Apart":
        inside = document.inside(used.block)
        taken = {node.id for node in document.nodes} - {used.id}
        roles = {
            node.id: registry.get(node.block).role if node.block in registry else "layer"
            for node in inside.nodes
        }
        names = {name: free(name, taken) for name, role in roles.items() if role not in ("entry", "exit")}
        return cls(document, used, inside, roles, names)

    def document(self) -> Document:
        nodes: list[Node] = []
        for node in self.around.nodes:
            nodes += self._nodes() if node.id == self.used.id else [node]
        return self.around.model_copy(update={"nodes": tuple(nodes), "edges": tuple(self._edges())})

    def _nodes(self) -> list[Node]:
        inner = [node for node in self.inside.nodes if node.id in self.names]
        if not inner:
            return []
        columns, rows = zip(*(node.position for node in inner), strict=True)
        across = self.used.position[0] - sum(columns) / len(columns)
        down = self.used.position[1] - sum(rows) / len(rows)
        frozen = self.used.freeze
        return [
            node.model_copy(
                update={
                    "id": self.names[node.id],
                    "position": (node.position[0] + across, node.position[1] + down),
                    "shares": node.shares and self.names.get(node.shares),
                    "freeze": node.freeze if frozen is None or node.shares else frozen,
                }
            )
            for node in inner
        ]

    def _edges(self) -> Iterator[Edge]:
        for edge in self.around.edges:
            if edge.source == self.used.id:
                yield from (moved(edge, *end) for end in self._ends(edge.output))
            elif edge.target != self.used.id:
                yield edge
        for edge in self.inside.edges:
            if edge.target in self.names:
                target = self.names[edge.target]
                for source, output in self._sources(edge):
                    yield Edge(source=source, output=output, target=target, input=edge.input)

    def _sources(self, edge: Edge) -> list[Port]:
        """Where a wire inside comes from, seen from outside."""
        if self.roles.get(edge.source) != "entry":
            return [(self.names[edge.source], edge.output)] if edge.source in self.names else []
        outer = [wire for wire in self.around.into(self.used.id) if wire.input == edge.source]
        return [(wire.source, wire.output) for wire in outer]

    def _ends(self, port: str) -> list[Port]:
        """What a port of the group gives, seen from outside."""
        return [end for wire in self.inside.into(port) for end in self._sources(wire)]


def _not_apart(document: Document, node: Node | None, name: str) -> Iterator[Problem]:
    if node is None or all(known.id != node.block for known in document.groups):
        yield refused(
            node.id if node else None, f"{name} uses no group.", got=node.block if node else "no such node"
        )
        return
    sharing = [other.id for other in document.nodes if other.shares == name]
    partly = node.freeze is not None and not isinstance(node.freeze, FreezeAll)
    lost = {
        "edits": bool(node.edits),
        "taps": bool(node.taps),
        "freezing in part": partly,
        "shared weights": bool(sharing or node.shares),
    }
    for what, there in lost.items():
        if there:
            yield refused(node.id, f"{name} has {what}, which would be lost with it.", got=what)
