"""Edits of a document: each takes a document and returns a new one. A repair is a row of them, as plain data."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from builder.document import Document, Edge, Node
from builder.problem import Change, DocumentError, Problem, refuse
from builder.reading import from_json


def add(
    document: Document,
    block: str,
    id: str,
    *,
    position: tuple[float, float] = (0, 0),
    label: str = "",
    **params: Any,
) -> Document:
    """Add a node with this block and id, and these parameters.

    Raises:
        DocumentError: the id is taken or not a sound name.
    """
    if any(node.id == id for node in document.nodes):
        problem = Problem(
            code="duplicate_id", node=id, said=f"There is a node {id!r} already.", next="Choose another id."
        )
        raise DocumentError((problem,))
    node = {"id": id, "block": block, "label": label, "position": list(position), "params": _plain(params)}
    return _with(document, nodes=[*_nodes(document), node])


def connect(document: Document, source: str, target: str) -> Document:
    """Add a wire between ``node.port`` and ``node.port``, such as ``backbone.features`` and ``head.x``."""
    from_node, _, output = source.partition(".")
    to_node, _, port = target.partition(".")
    edge = {"source": from_node, "output": output, "target": to_node, "input": port}
    return _with(document, edges=[*_edges(document), edge])


def disconnect(document: Document, source: str, target: str) -> Document:
    """Remove the wire between two ports."""
    from_node, _, output = source.partition(".")
    to_node, _, port = target.partition(".")
    gone = Edge(source=from_node, output=output, target=to_node, input=port)
    return document.model_copy(update={"edges": tuple(edge for edge in document.edges if edge != gone)})


def remove(document: Document, node: str) -> Document:
    """Remove a node and its wires."""
    nodes = tuple(old for old in document.nodes if old.id != node)
    edges = tuple(edge for edge in document.edges if node not in (edge.source, edge.target))
    return document.model_copy(update={"nodes": nodes, "edges": edges})


def set_param(document: Document, node: str, param: str, value: Any) -> Document:
    """Set a parameter of a node; None takes it back to its default."""
    old = document.node(node)
    params = {name: kept for name, kept in old.params.items() if name != param}
    if value is not None:
        params[param] = list(value) if isinstance(value, tuple) else value
    return document.replace_node(old.model_copy(update={"params": params}))


def tap(document: Document, node: str, path: str) -> Document:
    """Make a module path inside a backbone an output port of its node."""
    old = document.node(node)
    if path in old.taps:
        return document
    return document.replace_node(_validated(old, taps=[*old.taps, path]))


def freeze(
    document: Document,
    node: str,
    *,
    up_to: str | None = None,
    matching: Iterable[str] = (),
    normalisation: bool = False,
) -> Document:
    """Freeze a node: all of it, up to a module path, the paths that match patterns, or its normalisation layers."""
    patterns = list(matching)
    what: dict[str, Any] = {"what": "all"}
    if up_to is not None:
        what = {"what": "up_to", "path": up_to}
    elif patterns:
        what = {"what": "matching", "patterns": patterns}
    elif normalisation:
        what = {"what": "normalisation"}
    return document.replace_node(_validated(document.node(node), freeze=what))


def unfreeze(document: Document, node: str) -> Document:
    """Let all of a node be trained."""
    return document.replace_node(document.node(node).model_copy(update={"freeze": None}))


def insert_on(
    document: Document, wire: Mapping[str, str], block: str, input: str, output: str, **params: Any
) -> Document:
    """Put a new node onto a wire; the new node's id follows from its block."""
    edge = Edge(**wire)
    name = fresh_id(document, block)
    ends = [document.node(end).position for end in (edge.source, edge.target)]
    middle = ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2 + 40)
    document = add(document, block, name, position=middle, **params)
    edges: list[Edge] = []
    for old in document.edges:
        if old != edge:
            edges.append(old)
            continue
        edges.append(Edge(source=edge.source, output=edge.output, target=name, input=input))
        edges.append(Edge(source=name, output=output, target=edge.target, input=edge.input))
    return document.model_copy(update={"edges": tuple(edges)})


def move_source(document: Document, wire: Mapping[str, str], source: str, output: str) -> Document:
    """Let a wire leave from another output, of the same node or of another one."""
    edge = Edge(**wire)
    moved = edge.model_copy(update={"source": source, "output": output})
    return document.model_copy(
        update={"edges": tuple(moved if old == edge else old for old in document.edges)}
    )


def fresh_id(document: Document, stem: str) -> str:
    """An id that no node has yet, made from a stem."""
    taken = {node.id for node in document.nodes}
    number = 1
    name = stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


_CHANGES: Mapping[str, Callable[..., Document]] = {
    "set_param": set_param,
    "insert_on": insert_on,
    "move_source": move_source,
    "tap": tap,
    "remove": remove,
    "connect": connect,
    "disconnect": disconnect,
}


def repair(document: Document, changes: Iterable[Change]) -> Document:
    """Apply a fix's changes, in order.

    Raises:
        Refused: a change is not one that Netgraft offers, or does not fit the document.
    """
    for change in changes:
        arguments = {name: value for name, value in change.items() if name != "do"}
        try:
            document = _CHANGES[change["do"]](document, **arguments)
        except (KeyError, TypeError, ValueError) as error:
            raise refuse(
                "change",
                "This fix does not fit the document any more.",
                next="Undo the latest edit, or choose another fix.",
                details=repr(error),
            ) from error
    return document


def _with(document: Document, **parts: Any) -> Document:
    return from_json(document.to_json() | parts)


def _nodes(document: Document) -> list[Any]:
    return list(document.to_json().get("nodes", []))


def _edges(document: Document) -> list[Any]:
    return list(document.to_json().get("edges", []))


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in params.items()}


def _validated(node: Node, **parts: Any) -> Node:
    data = node.model_dump(mode="json") | parts
    try:
        return TypeAdapter(Node).validate_python(data, strict=False)
    except ValidationError as error:
        said = "; ".join(item["msg"].removeprefix("Value error, ") for item in error.errors())
        raise DocumentError((Problem(code="document_value", node=node.id, said=f"{said}."),)) from None
