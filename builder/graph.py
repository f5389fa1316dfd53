"""The graph as structure only: order, ancestors, cycles. No torch, no status, no screen."""

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from builder.document import Document, Edge


@dataclass(frozen=True)
class Graph:
    """The nodes and wires of a document, for questions about who feeds whom."""

    wires: "nx.MultiDiGraph[str]"
    position: dict[str, int]

    @classmethod
    def of(cls, document: Document) -> "Graph":
        """The graph of a document. Wires whose ends do not exist are left out; `check` names them."""
        wires: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        wires.add_nodes_from(node.id for node in document.nodes)
        ids = set(wires)
        for edge in document.edges:
            if edge.source in ids and edge.target in ids:
                wires.add_edge(edge.source, edge.target, wire=edge)
        return cls(wires, {node.id: index for index, node in enumerate(document.nodes)})

    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Groups of nodes that feed each other in a circle; each group in document order."""
        loops = [
            group
            for group in nx.strongly_connected_components(self.wires)
            if len(group) > 1 or any(self.wires.has_edge(node, node) for node in group)
        ]
        return tuple(sorted(tuple(self._sorted(group)) for group in loops))

    def order(self) -> tuple[str, ...]:
        """The nodes so that each comes after all that feed it; ties by position in the document.

        Nodes on a cycle, and what only follows from one, are left out.
        """
        bad = {node for group in self.cycles() for node in group}
        bad |= {below for node in bad for below in nx.descendants(self.wires, node)}
        sound = nx.MultiDiGraph(self.wires.subgraph(set(self.wires) - bad)) if bad else self.wires
        return tuple(nx.lexicographical_topological_sort(sound, key=lambda node: self.position[node]))

    def above(self, nodes: Iterable[str]) -> frozenset[str]:
        """These nodes and everything that feeds them, near or far."""
        found: set[str] = set(nodes)
        for node in tuple(found):
            found |= nx.ancestors(self.wires, node)
        return frozenset(found)

    def needed_by(self, node: str) -> frozenset[str]:
        """The nodes that everything on the way to this one goes through, without itself."""
        start = "into the graph"
        whole = nx.DiGraph(self.wires)
        whole.add_edges_from((start, source) for source in self.wires if not self.wires.pred[source])
        above, found = nx.immediate_dominators(whole, start), set()
        while (node := above.get(node, start)) not in (start, None):
            found.add(node)
        return frozenset(found)

    def below(self, node: str) -> frozenset[str]:
        """Everything that a node feeds, near or far, without itself."""
        return frozenset(nx.descendants(self.wires, node))

    def closes_cycle(self, edge: Edge) -> bool:
        """Whether this wire is part of a circle."""
        return edge.source == edge.target or edge.source in self.below(edge.target)

    def _sorted(self, nodes: Iterable[str]) -> list[str]:
        return sorted(nodes, key=lambda node: self.position[node])
