"""The graph as structure only: order, ancestors, cycles. No torch, no status, no screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import networkx as nx

from builder.documents.document import Document


@dataclass(frozen=True)
class Graph:
    """The nodes and wires of a document, for questions about who feeds whom."""

    wires: "nx.MultiDiGraph[str]"
    position: dict[str, int]

    @classmethod
    def of(cls, document: Document) -> "Graph":
        """The graph of a document. Wires whose ends do not exist are left out; `check` names them."""
        return _graph(*document.wiring)

    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Groups of nodes that feed each other in a circle; each group in document order."""
        return self._cycles

    @cached_property
    def _cycles(self) -> tuple[tuple[str, ...], ...]:
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
        return self._order

    @cached_property
    def _order(self) -> tuple[str, ...]:
        bad = {node for group in self.cycles() for node in group}
        bad |= {below for node in bad for below in nx.descendants(self.wires, node)}
        sound = nx.MultiDiGraph(self.wires.subgraph(set(self.wires) - bad)) if bad else self.wires
        return tuple(nx.lexicographical_topological_sort(sound, key=lambda node: self.position[node]))

    def above(self, nodes: Iterable[str]) -> frozenset[str]:
        """These nodes and everything that feeds them, near or far."""
        found: set[str] = set(nodes)
        waiting = list(found)
        while waiting:
            new = self._feeding[waiting.pop()] - found
            found |= new
            waiting += new
        return frozenset(found)

    @cached_property
    def _feeding(self) -> dict[str, frozenset[str]]:
        return {node: frozenset(self.wires.predecessors(node)) for node in self.wires}

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

    def _sorted(self, nodes: Iterable[str]) -> list[str]:
        return sorted(nodes, key=lambda node: self.position[node])


@lru_cache(maxsize=64)
def _graph(ids: tuple[str, ...], ends: tuple[tuple[str, str, str, str], ...]) -> Graph:
    """The graph of these nodes and wires, kept for the next document that differs in its parameters only."""
    wires: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    wires.add_nodes_from(ids)
    known = set(ids)
    wires.add_edges_from((source, target) for source, _, target, _ in ends if {source, target} <= known)
    return Graph(wires, {name: index for index, name in enumerate(ids)})
