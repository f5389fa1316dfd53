"""What changed between two documents: structure, shapes, parameters and what is frozen, as plain data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from builder.documents.document import Document, Edit, Freeze, Node, Training
from builder.planning.planned import Plan
from builder.planning.planning import contents, plan
from builder.registry import Registry, filled

Kind = Literal["added", "gone", "changed"]


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was: its kind, its place, and what it was and is, in words.

    `about` says what kind of thing it is: node, block, label, parameter, wire, tap, edits, freezing, weights, group,
    shape, document.
    """

    kind: Kind
    about: str
    place: str
    before: str = ""
    after: str = ""

    @property
    def said(self) -> str:
        """The change in one line."""
        if self.kind == "changed":
            return f"{self.place}: {self.before or 'nothing'} -> {self.after or 'nothing'}"
        return f"{self.place}: {self.after or self.before}".removesuffix(": ")

    def to_json(self) -> dict[str, str]:
        return dict(vars(self)) | {"said": self.said}


@dataclass(frozen=True)
class Comparison:
    """All changes from one document to another.

    `nodes` and `wires` say for each node id and wire that is not as it was whether it was added, changed or is
    gone, for marking on a canvas; a node whose shape alone changed counts as changed. `parameters`, `trainable`
    and `frozen` are pairs of before and after; `frozen` counts tensors.
    """

    changes: tuple[Change, ...]
    nodes: Mapping[str, Kind] = field(default_factory=dict)
    wires: Mapping[str, Kind] = field(default_factory=dict)
    parameters: tuple[int, int] = (0, 0)
    trainable: tuple[int, int] = (0, 0)
    frozen: tuple[int, int] = (0, 0)

    @property
    def same(self) -> bool:
        return not self.changes

    def to_json(self) -> dict[str, Any]:
        return {
            "same": self.same,
            "changes": [change.to_json() for change in self.changes],
            "nodes": dict(self.nodes),
            "wires": dict(self.wires),
            "parameters": list(self.parameters),
            "trainable": list(self.trainable),
            "frozen": list(self.frozen),
        }

    def __str__(self) -> str:
        if self.same:
            return "no difference"
        signs = {"added": "+", "gone": "-", "changed": "~"}
        lines = [f"{signs[change.kind]} {change.about:10} {change.said}" for change in self.changes]
        for name, (before, after) in (
            ("parameters", self.parameters),
            ("trainable", self.trainable),
            ("frozen tensors", self.frozen),
        ):
            moved = f" -> {after:,} ({after - before:+,})" if after != before else ""
            lines.append(f"{name}: {before:,}{moved}")
        return "\n".join(lines)


def compare(before: Document, after: Document, registry: Registry | None = None) -> Comparison:
    """Compare two documents. Nodes are matched by their ids; where they stand on the canvas does not matter.

    Neither document has to be sound: shapes are compared as far as they are known.
    """
    return compare_plans(plan(before, registry), plan(after, registry))


def compare_plans(before: Plan, after: Plan) -> Comparison:
    """Compare two plans; see `compare`."""
    changes = (
        *_document(before.document, after.document),
        *_nodes(before, after),
        *_wires(before.document, after.document),
        *_groups(before, after),
        *_shapes(before, after),
    )
    return Comparison(
        changes,
        _marked_nodes(changes, _regrouped(before, after)),
        {change.place: change.kind for change in changes if change.about == "wire"},
        (before.size.parameters, after.size.parameters),
        (before.size.trainable, after.size.trainable),
        (before.size.frozen_tensors, after.size.frozen_tensors),
    )


def _document(before: Document, after: Document) -> Iterator[Change]:
    pairs = [("title", before.title, after.title), ("seed", str(before.seed), str(after.seed))]
    for name in Training.model_fields:
        old, new = (_shown(getattr(one.training, name, None)) for one in (before, after))
        pairs.append((f"training {name}", old, new))
    for name, old, new in pairs:
        if old != new:
            yield Change("changed", "document", name, old, new)


def _nodes(before: Plan, after: Plan) -> Iterator[Change]:
    old = {node.id: node for node in before.document.nodes}
    new = {node.id: node for node in after.document.nodes}
    for name in [*old, *(name for name in new if name not in old)]:
        if name not in new:
            yield Change("gone", "node", name, before=_block(before, old[name]))
        elif name not in old:
            yield Change("added", "node", name, after=_block(after, new[name]))
        else:
            yield from _node(before, after, old[name], new[name])


def _node(before: Plan, after: Plan, old: Node, new: Node) -> Iterator[Change]:
    name = new.id
    if old.block != new.block:
        yield Change("changed", "block", name, _block(before, old), _block(after, new))
    if old.label != new.label:
        yield Change("changed", "label", name, old.label, new.label)
    params = (_params(before, old), _params(after, new))
    for param in dict.fromkeys((*params[0], *params[1])):
        values = [_shown(one.get(param)) for one in params]
        if values[0] != values[1] and old.block == new.block:
            yield Change("changed", "parameter", f"{name}.{param}", *values)
    if old.freeze != new.freeze:
        yield Change("changed", "freezing", name, _freezing(old.freeze), _freezing(new.freeze))
    if old.shares != new.shares:
        yield Change("changed", "weights", name, _owner(old), _owner(new))
    for path in dict.fromkeys((*old.taps, *new.taps)):
        if path not in new.taps:
            yield Change("gone", "tap", f"{name}.{path}")
        elif path not in old.taps:
            yield Change("added", "tap", f"{name}.{path}")
    yield from _edits(name, old.edits, new.edits)


def _owner(node: Node) -> str:
    return f"weights of {node.shares}" if node.shares else "weights of its own"


def _groups(before: Plan, after: Plan) -> Iterator[Change]:
    """What changed inside the groups that both have, and which groups only one of them has."""
    old, new = ({group.id: group.name for group in one.document.groups} for one in (before, after))
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield Change("gone", "group", name, before=old[name])
        elif name not in old:
            yield Change("added", "group", name, after=new[name])
        else:
            first, second = (replace(one, document=one.document.inside(name)) for one in (before, after))
            if old[name] != new[name]:
                yield Change("changed", "group", name, old[name], new[name])
            for change in (*_nodes(first, second), *_wires(first.document, second.document)):
                yield replace(change, about="group", place=f"{new[name]} > {change.place}")


def _edits(node: str, old: tuple[Edit, ...], new: tuple[Edit, ...]) -> Iterator[Change]:
    if old == new:
        return
    gone = [edit for edit in old if edit not in new]
    added = [edit for edit in new if edit not in old]
    for edit in gone:
        yield Change("gone", "edit", f"{node}.{edit.path}", before=_edit(edit))
    for edit in added:
        yield Change("added", "edit", f"{node}.{edit.path}", after=_edit(edit))
    if not gone and not added:
        yield Change("changed", "edit", node, "edits in another order", "edits in this order")


def _wires(before: Document, after: Document) -> Iterator[Change]:
    old, new = ([str(edge) for edge in one.edges] for one in (before, after))
    for wire in dict.fromkeys((*old, *new)):
        if wire not in new:
            yield Change("gone", "wire", wire)
        elif wire not in old:
            yield Change("added", "wire", wire)
    ports = {edge.target for edge in after.edges}
    for target in sorted(ports):
        orders = [
            [str(e) for e in one.into(target) if str(e) in old and str(e) in new] for one in (before, after)
        ]
        if orders[0] != orders[1]:
            yield Change("changed", "wires", target, "wires in another order", "wires in this order")


def _shapes(before: Plan, after: Plan) -> Iterator[Change]:
    both = [place for place in before.specs if place in after.specs]
    for node, port in both:
        old, new = before.specs[node, port], after.specs[node, port]
        if (old.shape, old.dtype) != (new.shape, new.dtype):
            kinds = [f"{one.text}{'' if old.dtype == new.dtype else ' ' + one.dtype}" for one in (old, new)]
            yield Change("changed", "shape", f"{node}.{port}", *kinds)


def _marked_nodes(changes: tuple[Change, ...], others: Iterable[str]) -> dict[str, Kind]:
    marks: dict[str, Kind] = dict.fromkeys(others, "changed")
    for change in changes:
        if change.about == "node":
            marks[change.place] = change.kind
        elif change.about not in ("document", "wire", "group"):
            marks.setdefault(change.place.partition(".")[0], "changed")
    return marks


def _regrouped(before: Plan, after: Plan) -> Iterator[str]:
    """The nodes that use a group whose inside changed."""
    old = {node.id: contents(node, before.registry) for node in before.document.nodes}
    for node in after.document.nodes:
        if old.get(node.id, ()) != contents(node, after.registry) and node.id in old:
            yield node.id


def _block(planned: Plan, node: Node) -> str:
    return planned.registry.get(node.block).title if node.block in planned.registry else node.block


def _params(planned: Plan, node: Node) -> Mapping[str, Any]:
    """Parameters with their defaults, so that one set to its default is no change."""
    if node.block not in planned.registry:
        return node.params
    return node.params | filled(planned.registry.get(node.block), node.params)


def _freezing(freeze: Freeze | None) -> str:
    if freeze is None:
        return "nothing frozen"
    data = freeze.model_dump()
    return {
        "all": "all frozen",
        "up_to": f"frozen up to {data.get('path')}",
        "matching": f"frozen where {', '.join(data.get('patterns', ()))} matches",
        "normalisation": "normalisation frozen",
    }[data["what"]]


def _edit(edit: Edit) -> str:
    what = f"{edit.do.replace('_', ' ')} {edit.path}"
    return what + (f": {edit.block}" if edit.block else "") + ("" if edit.on else " (off)")


def _shown(value: Any) -> str:
    if value is None:
        return "automatic"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return str(value)
