"""What the canvas asks about groups: to make one of some nodes, and to put its nodes back."""

from functools import partial
from typing import Any

from builder.ui.bench import Bench
from builder.ui.functions.sent import changed, text, texts
from builder.ui.server.envelope import Answer, Sent, answered

MAX_NODES = 500


def group_functions(bench: Bench) -> list[Answer]:
    """The functions over one bench."""
    return [answered("group", partial(grouped, bench)), answered("ungroup", partial(ungrouped, bench))]


def grouped(bench: Bench, sent: Sent) -> Any:
    """The document in which some nodes became a group."""
    from builder.documents.reading import dumps
    from builder.groups.making import group

    nodes, name, title = texts(sent, "nodes", MAX_NODES), text(sent, "id"), text(sent, "title")
    made = changed(sent, lambda graph: group(graph, nodes, name, title, registry=bench.registry))
    return {"document": dumps(made)}


def ungrouped(bench: Bench, sent: Sent) -> Any:
    """The document in which a group's nodes stand in its place."""
    from builder.documents.reading import dumps
    from builder.groups.undoing import ungroup

    node = text(sent, "node")
    made = changed(sent, lambda graph: ungroup(graph, node, registry=bench.registry))
    return {"document": dumps(made)}
