"""What is wrong with the groups of a document as a whole: names, circles, and how large they grow."""

from collections import Counter
from collections.abc import Iterator

from builder.documents.document import MAX_NODES, Document, Node
from builder.groups.nesting import Nesting, blocks_of, expanded
from builder.problem import Problem
from builder.registry import Registry


def faults(document: Document, registry: Registry) -> Iterator[Problem]:
    """Every problem that the groups of a document have together; a node is named where one uses the group."""
    if not document.groups:
        return
    yield from _names(document, registry)
    nesting = Nesting.of(document)
    for circle in nesting.circles:
        yield from _circle(circle, document, nesting)
    sizes = nesting.sizes
    total = sum(expanded(node, sizes) for node in document.nodes)
    if total > MAX_NODES:
        for node in document.nodes:
            if any(name in sizes for name in blocks_of(node)):
                yield _too_many(node, expanded(node, sizes), total)


def outside(node: Node, role: str, title: str) -> Iterator[Problem]:
    """The problem of a port of a group that stands in no group."""
    if role in ("entry", "exit"):
        yield Problem(
            code="group_port",
            node=node.id,
            said=f"{title} is a port of a group, and this is not the inside of one.",
            expected="an input or output of the network",
            got=node.block,
            next="Remove it, or open a group and add it there.",
        )


def inside(node: Node, role: str, title: str) -> Iterator[Problem]:
    """The problem of an input or output of the network that stands in a group."""
    if role in ("input", "output"):
        yield Problem(
            code="group_port",
            node=node.id,
            said=f"{title} belongs to the network as a whole, and cannot stand in a group.",
            expected="a port of the group",
            got=node.block,
            next="Take a group input or a group output instead.",
        )


def _names(document: Document, registry: Registry) -> Iterator[Problem]:
    for name, count in Counter(group.id for group in document.groups).items():
        taken = name in registry and registry.entries[name].category != "groups"
        if count > 1 or taken:
            yield Problem(
                code="group_name",
                said=f"{count} groups have the id {name!r}."
                if count > 1
                else f"A group has the id {name!r}, and so has a block.",
                expected="an id of its own for each group",
                got=name,
                next="Rename the group.",
            )


def _circle(circle: tuple[str, ...], document: Document, nesting: Nesting) -> Iterator[Problem]:
    shown = " -> ".join((*circle[:8], circle[0]))
    within = {name for name in nesting.endless if any(leads(nesting, name, one) for one in circle)}
    users = [node.id for node in document.nodes if within.intersection(blocks_of(node))]
    for node in users or (None,):
        yield Problem(
            code="group_circle",
            node=node,
            said=f"A group stands inside itself: {shown}.",
            expected="groups that end somewhere",
            got=shown,
            next="Open the group, and remove the node that uses it again.",
        )


def leads(nesting: Nesting, start: str, end: str) -> bool:
    """Whether a group is, or somewhere uses, another."""
    import networkx as nx

    return start == end or nx.has_path(nesting.uses, start, end)


def _too_many(node: Node, count: int, total: int) -> Problem:
    return Problem(
        code="group_size",
        node=node.id,
        said=f"With all that is in its groups, this document has {_short(total)} nodes; this one stands for "
        f"{_short(count)} of them.",
        expected=f"at most {MAX_NODES} nodes",
        got=f"{_short(total)} nodes",
        next="Use the group less often, or take something out of it.",
    )


def _short(count: int) -> str:
    return f"{count:,}" if count < 10**9 else "more than a billion"
