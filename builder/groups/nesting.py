"""Which groups stand in which: circles, an order from the inside out, and how many nodes there are in all."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import networkx as nx

from builder.documents.document import Document, Node


@dataclass(frozen=True)
class Nesting:
    """The groups of a document with a line from each to those that its nodes and edits use."""

    document: Document
    uses: "nx.DiGraph[str]"

    @classmethod
    def of(cls, document: Document) -> "Nesting":
        """The nesting of a document's groups, sound or not."""
        uses: nx.DiGraph[str] = nx.DiGraph()
        uses.add_nodes_from(group.id for group in document.groups)
        known = set(uses)
        for group in document.groups:
            inner = {name for node in group.nodes for name in blocks_of(node)}
            uses.add_edges_from((group.id, name) for name in sorted(inner & known))
        return cls(document, uses)

    @cached_property
    def circles(self) -> tuple[tuple[str, ...], ...]:
        """Groups that stand inside themselves, each circle in order of names."""
        parts = nx.strongly_connected_components(self.uses)
        loops = (
            part for part in parts if len(part) > 1 or any(self.uses.has_edge(name, name) for name in part)
        )
        return tuple(sorted(tuple(sorted(loop)) for loop in loops))

    @cached_property
    def endless(self) -> frozenset[str]:
        """The groups that hold a circle somewhere inside; they have no end, and are never planned."""
        on = {name for loop in self.circles for name in loop}
        return frozenset(on.union(*(nx.ancestors(self.uses, name) for name in on)))

    def innermost_first(self) -> tuple[str, ...]:
        """The groups so that each comes after those that it uses; endless ones last."""
        sound = self.uses.subgraph(set(self.uses) - self.endless)
        return (*reversed(list(nx.topological_sort(sound))), *sorted(self.endless))

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many nodes each group that has an end stands for, with all that is inside it."""
        sizes: dict[str, int] = {}
        for name in self.innermost_first():
            if name not in self.endless:
                sizes[name] = sum(expanded(node, sizes) for node in self.document.group(name).nodes)
        return sizes


def blocks_of(node: Node) -> Iterator[str]:
    """The blocks that a node uses: its own, and those that its edits put in."""
    yield node.block
    yield from (edit.block for edit in node.edits if edit.block is not None)


def expanded(node: Node, sizes: dict[str, int]) -> int:
    """How many nodes a node stands for, itself included, with the groups that it uses."""
    return 1 + sum(sizes.get(name, 0) for name in blocks_of(node))
