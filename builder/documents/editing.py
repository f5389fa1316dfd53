"""Edits of a document: each takes a document and returns a new one. A repair is a row of them, as plain data."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from builder.documents.document import Document, Edge, Node
from builder.documents.placing import with_room
from builder.documents.reading import from_json
from builder.documents.validating import wanted
from builder.problem import Change, DocumentError, Problem, refuse


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


def share(document: Document, node: str, owner: str | None) -> Document:
    """Let a node use the weights of another one of the same kind; None gives it weights of its own again."""
    return document.replace_node(_validated(document.node(node), shares=owner))


def unfreeze(document: Document, node: str) -> Document:
    """Let all of a node be trained."""
    return document.replace_node(document.node(node).model_copy(update={"freeze": None}))


def insert_on(
    document: Document, wire: Mapping[str, str], block: str, input: str, output: str, **params: Any
) -> Document:
    """Put a new node onto a wire; the new node's id follows from its block."""
    edge = Edge(**wire)
    name = fresh_id(document, block)
    document, middle = with_room(document, edge)
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


def bypass(document: Document, node: str) -> Document:
    """Remove a node, and let what it fed take what it was fed with."""
    into = document.into(node)
    edges: list[Edge] = []
    for edge in document.edges:
        if edge.source == node and into:
            ends = {"source": into[0].source, "output": into[0].output}
            edges.append(edge.model_copy(update=ends))
        elif node not in (edge.source, edge.target):
            edges.append(edge)
    nodes = tuple(old for old in document.nodes if old.id != node)
    return document.model_copy(update={"nodes": nodes, "edges": tuple(edges)})


def swap(document: Document, node: str, block: str, **params: Any) -> Document:
    """Let a node be another block, with these parameters; its wires and its place stay."""
    old = document.node(node)
    plain: dict[str, Any] = {
        "block": block,
        "params": _plain(params),
        "taps": [],
        "edits": [],
        "freeze": None,
    }
    return document.replace_node(_validated(old, **plain))


def rename(document: Document, node: str, id: str, label: str = "") -> Document:
    """Give a node another id, or one like it where that is taken, and another label; its wires follow."""
    old = document.node(node)
    name = node if id == node else fresh_id(document, id)
    renamed = _validated(old, id=name, label=label)
    nodes = tuple(renamed if other.id == node else other for other in document.nodes)
    ends = {node: name}
    edges = tuple(
        edge.model_copy(
            update={
                "source": ends.get(edge.source, edge.source),
                "target": ends.get(edge.target, edge.target),
            }
        )
        for edge in document.edges
    )
    return document.model_copy(update={"nodes": nodes, "edges": edges})


def remove_twin(document: Document, node: str) -> Document:
    """Remove the second of two nodes with one id; the wires stay with the first."""
    places = [index for index, old in enumerate(document.nodes) if old.id == node][1:2]
    nodes = tuple(old for index, old in enumerate(document.nodes) if index not in places)
    return document.model_copy(update={"nodes": nodes})


def rename_param(document: Document, node: str, param: str, name: str) -> Document:
    """Give a parameter of a node the name that was meant; its value stays."""
    old = document.node(node)
    params = {name if known == param else known: value for known, value in old.params.items()}
    return document.replace_node(_validated(old, params=params))


def move_target(document: Document, wire: Mapping[str, str], target: str, input: str) -> Document:
    """Let a wire lead to another input, of the same node or of another one."""
    edge = Edge(**wire)
    moved = edge.model_copy(update={"target": target, "input": input})
    return document.model_copy(
        update={"edges": tuple(moved if old == edge else old for old in document.edges)}
    )


def set_training(document: Document, name: str, value: Any) -> Document:
    """Set one of the settings of training."""
    settings = document.training.model_dump() if document.training else {}
    return _with(document, training=settings | {name: value})


def add_edit(
    document: Document, node: str, how: str, path: str, block: str | None = None, **params: Any
) -> Document:
    """Add an edit inside a node's network at a module path: ``insert_after``, ``replace``, ``wrap`` and so on.

    Raises:
        DocumentError: there is no such operation, or the path is none.
    """
    old = document.node(node)
    edit = {"do": how, "path": path, "block": block, "params": _plain(params)}
    return document.replace_node(
        _validated(old, edits=[*(kept.model_dump(mode="json") for kept in old.edits), edit])
    )


def change_edit(document: Document, node: str, number: int, **parts: Any) -> Document:
    """Change parts of an edit inside a node's network, by its place in the list."""
    edits = [edit.model_dump(mode="json") for edit in document.node(node).edits]
    edits[number] |= parts
    return document.replace_node(_validated(document.node(node), edits=edits))


def drop_edit(document: Document, node: str, number: int) -> Document:
    """Take back an edit inside a node's network, by its place in the list."""
    edits = [edit.model_dump(mode="json") for edit in document.node(node).edits]
    del edits[number]
    return document.replace_node(_validated(document.node(node), edits=edits))


def untap(document: Document, node: str, path: str) -> Document:
    """Take a tap of a node back; wires that left from it are removed."""
    old = document.node(node)
    edges = tuple(edge for edge in document.edges if (edge.source, edge.output) != (node, path))
    tapped = _validated(old, taps=[tapped for tapped in old.taps if tapped != path])
    return document.replace_node(tapped).model_copy(update={"edges": edges})


def in_group(document: Document, group: str, changes: Iterable[Change]) -> Document:
    """Apply changes to the graph inside a group, wherever it is used."""
    return document.with_inside(group, repair(document.inside(group), changes))


_CHANGES: Mapping[str, Callable[..., Document]] = {
    function.__name__: function
    for function in (
        add, add_edit, bypass, change_edit, connect, disconnect, drop_edit, freeze, in_group, insert_on, move_source,
        move_target, remove, remove_twin, rename, rename_param, set_param, set_training, share, swap, tap, unfreeze,
        untap,
    )
}  # fmt: skip


def repair(document: Document, changes: Iterable[Change]) -> Document:
    """Apply a fix's changes, in order.

    Raises:
        Refused: a change is not one that Netgraft offers, or does not fit the document.
    """
    for change in changes:
        arguments = {name: value for name, value in change.items() if name != "do"}
        try:
            document = _CHANGES[change["do"]](document, **arguments)
        except (IndexError, KeyError, TypeError, ValueError) as error:
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
        faults = error.errors()
        own = [fault for fault in faults if fault["type"] == "value_error"]
        said = "; ".join(
            map(wanted, own) if own else (f"{fault['loc'][0]} must be {wanted(fault)}" for fault in faults)
        )
        raise DocumentError((Problem(code="document_value", node=node.id, said=f"{said}."),)) from None
