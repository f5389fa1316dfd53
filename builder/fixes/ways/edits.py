"""Edits inside a network: set their parameters, or take the one back that breaks it."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from builder.documents.document import Edit
from builder.fixes.way import Case, Way
from builder.param import Param
from builder.problem import Change


def parameters(case: Case) -> Iterator[Way]:
    """Give the block of an edit its defaults, the numbers of what it replaces, or a parameter the right name."""
    if case.problem.param != "edits":
        return
    for number, edit in enumerate(case.node.edits):
        if not edit.on or edit.block not in case.plan.registry.entries:
            continue
        known = case.plan.registry.get(edit.block).params
        for name, value in edit.params.items():
            kept = {other: was for other, was in edit.params.items() if other != name}
            yield from _renamed(case, number, edit, name, known)
            if name not in known or known[name].inferred or known[name].optional or known[name].fault(value):
                yield Way(
                    f"Leave {name} of the edit at {edit.path} to what arrives",
                    (_params(case, number, kept),),
                )
        yield from _fitting(case, number, edit, known)


def _renamed(case: Case, number: int, edit: Edit, name: str, known: Any) -> Iterator[Way]:
    for near in [] if name in known else get_close_matches(name, known, n=1, cutoff=0.5):
        params = {near if other == name else other: value for other, value in edit.params.items()}
        yield Way(f"Call {name} of the edit at {edit.path} {near}", (_params(case, number, params),))


def _fitting(case: Case, number: int, edit: Edit, known: Mapping[str, Param]) -> Iterator[Way]:
    """Widths and strides that make the new block give what the old one gave."""
    before, after = (_sizes(text) for text in (case.problem.expected, case.problem.got))
    if case.problem.code != "edit_shape" or len(before) != len(after):
        return
    changed: dict[str, Any] = {}
    for name in ("out_channels", "out_features", "width"):
        if name in known and before[1:2] != after[1:2]:
            changed[name] = before[1] if len(before) in (2, 4) else before[-1]
            break
    if len(before) == 4 and before[2] and after[2] != before[2]:
        changed |= _sampling(edit, known, before[2], after[2])
    if changed:
        *others, last = (f"{name} {_plain(value)}" for name, value in changed.items())
        said = f"{', '.join(others)} and {last}" if others else last
        yield Way(
            f"Give the block at {edit.path} {said}", (_params(case, number, dict(edit.params) | changed),)
        )


def _sampling(edit: Edit, known: Mapping[str, Param], wanted: int, given: int) -> dict[str, Any]:
    """The stride, and the padding that a window takes away, for so many places in a row."""
    found: dict[str, Any] = {}
    if "padding" in known and "kernel_size" in known:
        kernel = edit.params.get("kernel_size", known["kernel_size"].default)
        size = kernel[0] if isinstance(kernel, (tuple, list)) else int(kernel)
        found["padding"] = _like(known["padding"], size // 2)
        given += size - 1
    stride = max(1, round(given / wanted))
    if "stride" in known and ("padding" not in found or stride != 1):
        found["stride"] = _like(known["stride"], stride)
    return found


def _like(param: Param, value: int) -> Any:
    """A number in the form that a parameter takes."""
    return [value] if isinstance(param.default, (tuple, list)) else value


def _plain(value: Any) -> str:
    return str(value[0] if isinstance(value, list) else value)


def _sizes(text: str) -> list[int]:
    return [int(part) if part.strip().isdigit() else 0 for part in text.split("×")]


def in_front(case: Case) -> Iterator[Way]:
    """Keep what a block was to replace, and put the block in front of it."""
    if case.problem.code != "edit_shape":
        return
    for number, edit in enumerate(case.node.edits):
        if edit.on and edit.do == "replace" and edit.block in case.plan.registry.entries:
            title = case.plan.registry.get(edit.block).title
            added = {"how": "insert_before", "path": edit.path, "block": edit.block, **edit.params}
            changes = (
                {"do": "drop_edit", "node": case.node.id, "number": number},
                {"do": "add_edit", "node": case.node.id, **added},
            )
            yield Way(f"Put {title} in front of {edit.path} instead of replacing it", changes, 2)


def _params(case: Case, number: int, params: dict[str, Any]) -> Change:
    return {"do": "change_edit", "node": case.node.id, "number": number, "params": params}


def other_block(case: Case) -> Iterator[Way]:
    """Use the nearest block in an edit that names none that exists."""
    if case.problem.param != "edits" or case.problem.code != "unknown_block":
        return
    for number, edit in enumerate(case.node.edits):
        if edit.block is not None and edit.block not in case.plan.registry:
            for near in get_close_matches(edit.block, case.plan.registry.entries, n=2, cutoff=0.5):
                change = {"do": "change_edit", "node": case.node.id, "number": number, "block": near}
                yield Way(f"Put {case.plan.registry.get(near).title} at {edit.path} instead", (change,))


def without(case: Case) -> Iterator[Way]:
    """Take an edit back."""
    if case.problem.param != "edits":
        return
    for number, edit in enumerate(case.node.edits):
        named = edit.path in f"{case.problem.said} {case.problem.got}"
        change = {"do": "drop_edit", "node": case.node.id, "number": number}
        yield Way(f"Take back the edit at {edit.path}", (change,), 3 if named else 5)
