"""Ways to break a sound document: each takes what makes it and gives what makes the broken one."""

from collections.abc import Callable
from typing import Any

from builder import Document, add, connect, default_registry, disconnect, set_param
from builder.documents.document import Edit, Node
from builder.documents.editing import bypass
from builder.documents.reading import from_json
from tests.broken.form import graph
from tests.broken.sound import backbone

Case = tuple[Callable[[], Document], str | None, str]
"""What makes a broken document, and the node and the code that a person is to be told."""


def put(make: Callable[[], Document], node: str, **params: Any) -> Callable[[], Document]:
    """With these parameters of a node."""

    def changed() -> Document:
        document = make()
        for name, value in params.items():
            document = set_param(document, node, name, value)
        return document

    return changed


def moved(make: Callable[[], Document], wire: str, *to: str) -> Callable[[], Document]:
    """With a wire led elsewhere; to nowhere where no place is given."""

    def changed() -> Document:
        source, target = (end.strip() for end in wire.split(">"))
        document = disconnect(make(), source, target)
        for place in to:
            begin, end = (part.strip() for part in place.split(">"))
            document = connect(document, begin, end)
        return document

    return changed


def without(make: Callable[[], Document], node: str) -> Callable[[], Document]:
    """With a node taken out, and its wires led past it."""
    return lambda: bypass(make(), node)


def between(
    make: Callable[[], Document], wire: str, block: str, name: str = "new", **params: Any
) -> Callable[[], Document]:
    """With another block on a wire."""

    def changed() -> Document:
        source, target = (end.strip() for end in wire.split(">"))
        document = add(disconnect(make(), source, target), block, name, **params)
        port = next(iter(default_registry().get(block).inputs))
        return connect(connect(document, source, f"{name}.{port}"), f"{name}.y", target)

    return changed


def of(make: Callable[[], Document], node: str, **parts: Any) -> Callable[[], Document]:
    """With other parts of a node: its block, taps, freezing, edits, id."""

    def changed() -> Document:
        document = make()
        data = document.to_json()
        for entry in data["nodes"]:
            if entry["id"] == node:
                entry.update(parts)
        return from_json(data)

    return changed


def edited(do: str, path: str, block: str | None = None, **params: Any) -> Callable[[], Document]:
    """A frozen ResNet-18 with one edit inside."""

    def changed() -> Document:
        document = backbone()
        edit = Edit.model_validate({"do": do, "path": path, "block": block, "params": params}, strict=False)
        node: Node = document.node("net").model_copy(update={"edits": (edit,)})
        return document.replace_node(node)

    return changed


def more(make: Callable[[], Document], wires: str, **nodes: Any) -> Callable[[], Document]:
    """With further nodes and wires."""

    def changed() -> Document:
        data = make().to_json()
        extra = graph(nodes, wires).to_json()
        data["nodes"] += extra["nodes"]
        data["edges"] = data["edges"] + extra.get("edges", [])
        return from_json(data)

    return changed


def also(make: Callable[[], Document], wire: str) -> Document:
    """With one more wire."""
    source, target = (end.strip() for end in wire.split(">"))
    return connect(make(), source, target)
