"""Plain data in, document out: every entry against the model, and each fault in words. Bounded in time."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from builder.documents.document import MAX_EDGES, MAX_GROUPS, MAX_NODES, Document, Edge, Group, Node
from builder.problem import DocumentError, Problem

MOST_PROBLEMS = 50
MOST_ENTRIES = 128
"""No list or object inside a node, a wire or the settings may be longer."""

_Part = TypeVar("_Part", bound=BaseModel)

_EXPECTED = {
    "bool_type": "true or false",
    "dict_type": "an object",
    "extra_forbidden": "only names that Netgraft knows",
    "finite_number": "a finite number",
    "float_type": "a number",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "less_than_equal": "at most {le}",
    "list_type": "a list",
    "literal_error": "{expected}",
    "missing": "an entry",
    "model_attributes_type": "an object",
    "model_type": "an object",
    "string_pattern_mismatch": "small letters, digits and _, as in the other entries of this kind",
    "string_too_long": "at most {max_length} characters",
    "string_type": "a text",
    "too_long": "at most {max_length} entries",
    "too_short": "at least {min_length} entries",
    "tuple_type": "a list",
    "union_tag_invalid": "{expected_tags} as {discriminator}",
    "union_tag_not_found": "an entry {discriminator}",
}


def validated(data: Mapping[str, Any]) -> Document:
    """The document that plain data describes.

    Raises:
        DocumentError: with the first faults that were found, in the order of the document.
    """
    problems: list[Problem] = [*_unknown_keys(data, Document, (), None)]
    graph = _graph(data, (), problems)
    groups = [
        group
        for place, entry in _entries(data, "groups", MAX_GROUPS, (), problems)
        if (group := _group(entry, place, problems))
    ]
    rest = {key: value for key, value in data.items() if key in Document.model_fields}
    header = _part(rest | {"nodes": [], "edges": [], "groups": []}, Document, (), None, problems)
    if problems or header is None:
        raise DocumentError(tuple(problems[:MOST_PROBLEMS]))
    return header.model_copy(update={**graph, "groups": tuple(groups)})


def _group(entry: Any, place: tuple[Any, ...], problems: list[Problem]) -> Group | None:
    if not isinstance(entry, dict):
        problems.append(_wrong(_where(place), "an object", entry))
        return None
    graph = _graph(entry, place, problems)
    header = _part(entry | {"nodes": [], "edges": []}, Group, place, None, problems)
    return header and header.model_copy(update=graph)


def _graph(data: Mapping[str, Any], place: tuple[Any, ...], problems: list[Problem]) -> dict[str, Any]:
    """The nodes and wires of the document or of a group; a faulty node is named where it is one of the canvas."""
    nodes, edges = [], []
    for where, entry in _entries(data, "nodes", MAX_NODES, place, problems):
        node = _part(entry, Node, where, None if place else _name_of(entry), problems)
        nodes += [node] if node else []
    for where, entry in _entries(data, "edges", MAX_EDGES, place, problems):
        edge = _part(entry, Edge, where, None, problems)
        edges += [edge] if edge else []
    return {"nodes": tuple(nodes), "edges": tuple(edges)}


def _entries(
    data: Mapping[str, Any], key: str, most: int, place: tuple[Any, ...], problems: list[Problem]
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The entries of a list with their places, until there are faults enough to read."""
    entries, where = data.get(key, []), (*place, key)
    if not isinstance(entries, list):
        problems.append(_wrong(_where(where), "a list", entries))
        return
    if len(entries) > most:
        got = f"{len(entries):,} entries"
        problems.append(_wrong(_where(where), f"at most {most:,} entries", entries, got))
        return
    for number, entry in enumerate(entries):
        if len(problems) >= MOST_PROBLEMS:
            return
        yield (*where, number), entry


def _part(
    entry: Any, model: type[_Part], place: tuple[Any, ...], node: str | None, problems: list[Problem]
) -> _Part | None:
    if not isinstance(entry, dict):
        problems.append(_wrong(_where(place), "an object", entry))
        return None
    before = len(problems)
    if place:
        problems += _unknown_keys(entry, model, place, node)
        entry = {key: value for key, value in entry.items() if key in model.model_fields}
    if crowded := next(_crowded(entry, place), None):
        problems.append(_wrong(crowded, f"at most {MOST_ENTRIES} entries", None, "more", node=node))
        return None
    try:
        part = model.model_validate_json(json.dumps(entry))
    except ValidationError as error:
        problems += _faults(error, place, node)
        return None
    return part if len(problems) == before else None


def _faults(error: ValidationError, place: tuple[Any, ...], node: str | None) -> Iterator[Problem]:
    """One problem an entry: the branches of a choice of types are folded into one sentence."""
    seen = set()
    for item in error.errors(include_url=False):
        within, choice = _folded(item["loc"])
        where = _where(place + within)
        if where in seen:
            continue
        seen.add(where)
        kind, context = item["type"], item.get("ctx", {})
        if kind == "extra_forbidden":
            yield _unknown_key(where, node, item["input"])
        elif kind == "value_error":
            said = f"{where}: {context['error']}."
            yield _wrong(where, str(context["error"]), item["input"], node=node, said=said)
        else:
            expected = choice or wanted(item)
            param = str(within[1]) if within[:1] == ("params",) and len(within) > 1 else None
            got = "nothing" if kind == "missing" else None
            yield _wrong(where, expected, item["input"], got, node=node, param=param)


def wanted(fault: Mapping[str, Any]) -> str:
    """What an entry should have been, in words, of a fault as pydantic lists it."""
    context = fault.get("ctx", {})
    if fault["type"] == "value_error":
        return str(context["error"])
    return _EXPECTED.get(fault["type"], "a value of another kind").format(**context)


def _folded(place: tuple[Any, ...]) -> tuple[tuple[Any, ...], str]:
    """A place without the names of the types that were tried there, and what all of them together expect."""
    for number, step in enumerate(place):
        if step == "params" and number + 1 < len(place):
            if place[-1] == "[key]":
                return place[: number + 2], "a name of small letters, digits and _"
            return place[: number + 2], "a text, a number, true, false, null or a short list of these"
        if step == "position" and number + 1 < len(place) and place[-1] in ("int", "float"):
            return place[: number + 2], "a number"
        if step == "freeze" and number + 1 < len(place):
            return (*place[: number + 1], *place[number + 2 :]), ""
    return tuple(step for step in place if step not in ("int", "float")), ""


def _unknown_keys(
    entry: Mapping[str, Any], model: type[BaseModel], place: tuple[Any, ...], node: str | None
) -> Iterator[Problem]:
    strange = [key for key in entry if key not in model.model_fields]
    for key in strange[:MOST_PROBLEMS]:
        yield _unknown_key(_where((*place, key)), node, entry[key])


def _unknown_key(where: str, node: str | None, value: Any) -> Problem:
    return Problem(
        code="document_key",
        said=f"{where} is not a key of a Netgraft document.",
        node=node,
        expected="only keys that Netgraft knows",
        got=_short(value),
        next="Correct this entry, or remove it.",
    )


def _wrong(
    where: str,
    expected: str,
    value: Any,
    got: str | None = None,
    *,
    node: str | None = None,
    param: str | None = None,
    said: str = "",
) -> Problem:
    return Problem(
        code="document_value",
        said=said or f"{where} must be {expected}.",
        node=node,
        param=param if param and param.isprintable() else None,
        expected=expected,
        got=got or _short(value),
        next="Correct this entry, or remove it.",
    )


def _crowded(value: Any, place: tuple[Any, ...]) -> Iterator[str]:
    """Lists and objects that hold more entries than anything in a document needs."""
    if isinstance(value, (dict, list)):
        if len(value) > MOST_ENTRIES:
            yield _where(place)
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _crowded(inner, (*place, key))


def _name_of(entry: Any) -> str | None:
    name = entry.get("id") if isinstance(entry, dict) else None
    return name[:64] if isinstance(name, str) and name.isprintable() and name else None


def _where(place: tuple[Any, ...]) -> str:
    """A place as ``nodes.1.params.width``; keys that cannot be shown are written out."""
    steps = [str(step) for step in place]
    shown = ".".join(step if step.isprintable() and step else repr(step)[:60] for step in steps)
    return shown if len(shown) <= 120 else shown[:119] + "…"


def _short(value: Any) -> str:
    """A value as Python writes it, cut short before it costs anything."""
    if isinstance(value, str):
        value = value[:80]
    elif isinstance(value, (list, dict)):
        return f"{'a list' if isinstance(value, list) else 'an object'} with {len(value):,} entries"
    return repr(value)[:80]
