"""The same edit at every place of the same kind: behind the bn3 of every bottleneck, beside every query."""

import re
from dataclasses import dataclass

from builder.documents.document import Document
from builder.documents.editing import add_edit
from builder.planning.plan_cache import Cache
from builder.planning.planned import Plan
from builder.planning.planning import plan
from builder.problem import refuse
from builder.registry import Registry, default_registry
from builder.surgery.levels import Memory, looked

MOST = 128
"""So many edits may stand in one node."""


@dataclass(frozen=True)
class Alike:
    """The other places of an edit's kind: their pattern, with * for a number, and their paths."""

    pattern: str
    paths: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {"pattern": self.pattern, "paths": list(self.paths)}


def pattern_of(path: str) -> str:
    """A path with * for each number that counts layers: ``layer*.*.bn3``, ``encoder.layer.*.attention``.

    The number at the end of a last name, as in ``bn3``, tells one part of a layer from another and stays.
    """
    *outer, last = path.split(".")
    counted = re.sub(r"(?<![A-Za-z])[0-9]+", "*", last)
    return ".".join([*(re.sub(r"[0-9]+", "*", name) for name in outer), counted])


def alike(
    document: Document,
    node: str,
    number: int,
    registry: Registry | None = None,
    *,
    cache: Cache | None = None,
    memory: Memory | None = None,
) -> Alike:
    """The modules that run, have the path of an edit up to its numbers, are of the same class, and lack the edit.

    Raises:
        Refused: the node has no edit of this number, or cannot be opened.
    """
    return alike_in(plan(document, registry or default_registry(), cache=cache), node, number, memory)


def alike_in(planned: Plan, node: str, number: int, memory: Memory | None = None) -> Alike:
    """The places like that of an edit in a plan, which may be that of a group; see `alike`."""
    edits = planned.document.node(node).edits
    if not 0 <= number < len(edits):
        raise refuse(
            "request",
            f"There is no edit {number} inside {node}.",
            node=node,
            param="edits",
            expected=f"a number below {len(edits)}",
            got=str(number),
            next="Choose an edit from the list.",
        )
    edit = edits[number]
    modules = looked(planned, node, memory).modules
    pattern = pattern_of(edit.path)
    wanted = re.compile(re.escape(pattern).replace(r"\*", "[0-9]+"))
    done = {other.path for other in edits if (other.do, other.block) == (edit.do, edit.block)}
    own = modules.get(edit.path)
    paths = (
        path
        for path, inner in modules.items()
        if path not in done
        and wanted.fullmatch(path)
        and inner.calls
        and not inner.added
        and (own is None or inner.kind == own.kind)
    )
    return Alike(pattern, tuple(paths)[: MOST - len(edits)])


def repeat_edit(document: Document, node: str, number: int, registry: Registry | None = None) -> Document:
    """Do one of a node's edits at all other places of its kind too, as single edits behind those that are there.

    Raises:
        Refused: the node has no edit of this number, or cannot be opened.
    """
    edit = document.node(node).edits[number] if number < len(document.node(node).edits) else None
    for path in alike(document, node, number, registry).paths:
        assert edit is not None
        document = add_edit(document, node, edit.do, path, edit.block, **edit.params)
    return document
