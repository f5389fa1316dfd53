"""Making a group: nodes of a graph become a block, and one node that uses it takes their place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from builder.documents.document import Document, Edge, Group, Identifier, Node
from builder.documents.graph import Graph
from builder.documents.placing import COLUMN
from builder.documents.reading import from_json
from builder.groups.blocks import bound
from builder.groups.wires import Port, free, moved, refused
from builder.problem import DocumentError, Problem
from builder.registry import Registry, default_registry


def group(
    document: Document, nodes: Iterable[str], id: str, title: str = "", *, registry: Registry | None = None
) -> Document:
    """Make a group of nodes, and put one node that uses it in their place.

    Wires that cross the border become ports, one for each output that they leave from. Inputs that lack a wire
    become ports as well, and ends of the selection where nothing leaves it. The new node bears the group's id, or
    one made from it.

    Raises:
        DocumentError: the selection cannot be a group, or the id is taken or not a sound name.
    """
    blocks = bound(registry or default_registry(), document)
    selected = _Selection(document, frozenset(nodes), blocks)
    problems = tuple(selected.faults(id))
    if problems:
        raise DocumentError(problems)
    made, wires = selected.group(id, title)
    changed = document.model_copy(
        update={
            "nodes": tuple(_replaced(document.nodes, selected.names, selected.node(id))),
            "edges": wires,
            "groups": (*document.groups, made),
        }
    )
    return from_json(changed.to_json())


@dataclass(frozen=True)
class _Selection:
    """The nodes that become a group, and the document around them."""

    around: Document
    names: frozenset[str]
    registry: Registry

    @property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(node for node in self.around.nodes if node.id in self.names)

    def faults(self, id: str) -> Iterator[Problem]:
        """Why these nodes cannot be a group of this name."""
        unknown = sorted(self.names - {node.id for node in self.around.nodes})
        if unknown or not self.names:
            yield refused(None, "A group needs nodes that exist.", got=", ".join(unknown) or "none")
        if fault := _no_name(id):
            yield Problem(code="document_value", said=f"{fault}.", got=id[:80], next="Choose another id.")
        if id in self.registry:
            yield Problem(
                code="group_name",
                said=f"There is a block or a group {id!r} already.",
                got=id,
                next="Choose another name.",
            )
        for node in self.nodes:
            if node.block in self.registry and self.registry.get(node.block).role != "layer":
                title = self.registry.get(node.block).title
                yield refused(node.id, f"{title} cannot stand in a group.", got=node.block)
            for other in self.around.nodes:
                if (node.shares == other.id or other.shares == node.id) and other.id not in self.names:
                    said = f"{node.id} and {other.id} share weights, and only one of them is selected."
                    yield refused(node.id, said, got=other.id)
        yield from self._detours()

    def _detours(self) -> Iterator[Problem]:
        graph = Graph.of(self.around)
        known = self.names & set(graph.position)
        below = {one for name in known for one in graph.below(name)}
        between = sorted((graph.above(known) & below) - known, key=lambda name: graph.position[name])
        if between:
            yield Problem(
                code="group_path",
                node=between[0],
                said="A path leaves these nodes and comes back to them, through "
                + ", ".join(between[:6])
                + ".",
                expected="nodes with nothing between them",
                got=", ".join(between[:6]),
                next=f"Select {' and '.join(between[:6])} as well, or fewer nodes.",
            )

    def entering(self) -> dict[Port, list[Edge]]:
        """The wires that come in, by the output that they leave from."""
        crossing = (
            edge for edge in self.around.edges if edge.target in self.names and edge.source not in self.names
        )
        return _by_output(crossing, Graph.of(self.around).position)

    def leaving(self) -> dict[Port, list[Edge]]:
        """The wires that go out, by the output that they leave from; where there are none, the open ends."""
        crossing = (
            edge for edge in self.around.edges if edge.source in self.names and edge.target not in self.names
        )
        found = _by_output(crossing, Graph.of(self.around).position)
        ends = [node.id for node in self.nodes if not found and not self.around.out_of(node.id)]
        return found | {(name, port): [] for name in ends for port in self._ports(name, "outputs")[:1]}

    def lacking(self) -> list[Port]:
        """The inputs that need a wire and have none."""
        return [
            (node.id, port)
            for node in self.nodes
            for port in self._ports(node.id, "inputs")
            if not any(edge.input == port for edge in self.around.into(node.id))
        ]

    def _ports(self, name: str, side: str) -> list[str]:
        block = self.around.node(name).block
        if block not in self.registry:
            return []
        declared = getattr(self.registry.get(block), side)
        return [port for port, one in declared.items() if side == "outputs" or not one.optional]

    def group(self, id: str, title: str) -> tuple[Group, tuple[Edge, ...]]:
        """The group, and the wires of the document that is left around its node."""
        entering, leaving, lacking = self.entering(), self.leaving(), self.lacking()
        taken = set(self.names)
        wishes = [*(edges[0].input for edges in entering.values()), *(port for _, port in lacking)]
        several = len(set(wishes)) < len(wishes)
        sources = [*((source, wish) for (source, _), wish in zip(entering, wishes, strict=False)), *lacking]
        ins = [free(f"{node}_{port}" if several else port, taken) for node, port in sources]
        several = len({port for _, port in leaving}) < len(leaving)
        outs = [free(f"{node}_{port}" if several else port, taken) for node, port in leaving]
        where = dict(zip(entering, ins, strict=False))
        out_of = dict(zip(leaving, outs, strict=True))
        inner = [
            edge if edge.source in self.names else moved(edge, where[edge.source, edge.output], "x")
            for edge in self.around.edges
            if edge.target in self.names
        ]
        inner += [
            Edge(source=name, output="x", target=node, input=port)
            for name, (node, port) in zip(ins[len(entering) :], lacking, strict=True)
        ]
        inner += [
            Edge(source=node, output=port, target=name, input="x") for (node, port), name in out_of.items()
        ]
        nodes = (*self._placed(ins, "group_input"), *self.nodes, *self._placed(outs, "group_output"))
        made = Group(id=id, title=title, nodes=nodes, edges=tuple(inner))
        return made, self._outer(where, out_of, self._name(id))

    def _outer(self, where: dict[Port, str], out_of: dict[Port, str], name: str) -> tuple[Edge, ...]:
        found: list[Edge] = []
        for edge in self.around.edges:
            if edge.source in self.names and edge.target in self.names:
                continue
            if edge.target in self.names:
                port = where[edge.source, edge.output]
                arrives = edge.model_copy(update={"target": name, "input": port})
                found += [arrives] if arrives not in found else []
            elif edge.source in self.names:
                found.append(moved(edge, name, out_of[edge.source, edge.output]))
            else:
                found.append(edge)
        return tuple(found)

    def _placed(self, names: list[str], block: str) -> list[Node]:
        columns = [node.position[0] for node in self.nodes]
        rows = [node.position[1] for node in self.nodes]
        column = min(columns) - COLUMN if block == "group_input" else max(columns) + COLUMN
        return [
            Node(id=name, block=block, position=(column, min(rows) + number * COLUMN // 2))
            for number, name in enumerate(names)
        ]

    def _name(self, id: str) -> str:
        return free(id, {node.id for node in self.around.nodes} - self.names)

    def node(self, id: str) -> Node:
        """The node that stands for the group, in the middle of what it replaces."""
        columns, rows = zip(*(node.position for node in self.nodes), strict=True)
        middle = (sum(columns) / len(columns), sum(rows) / len(rows))
        return Node(id=self._name(id), block=id, position=middle)


def _no_name(id: str) -> str:
    """Why a text is no id; empty where it is one."""
    try:
        TypeAdapter(Identifier).validate_python(id)
    except ValidationError as error:
        return error.errors()[0]["msg"].removeprefix("Value error, ")
    return ""


def _by_output(edges: Iterable[Edge], order: Mapping[str, int]) -> dict[Port, list[Edge]]:
    """Wires by the output that they leave from, in the order of the nodes."""
    found: dict[Port, list[Edge]] = {}
    for edge in sorted(edges, key=lambda edge: order.get(edge.source, len(order))):
        found.setdefault((edge.source, edge.output), []).append(edge)
    return found


def _replaced(nodes: Iterable[Node], gone: frozenset[str], new: Node) -> Iterator[Node]:
    placed = False
    for node in nodes:
        if node.id not in gone:
            yield node
        elif not placed:
            placed = True
            yield new
