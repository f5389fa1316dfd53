"""Bytes in, document out: the parser's limits first, then the model. Nothing here runs anything of the text."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from builder.document import Document
from builder.problem import DocumentError, Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 200
MAX_DIGITS = 40


def loads(text: str | bytes) -> Document:
    """Read a document from text or UTF-8 bytes.

    Raises:
        DocumentError: with every problem found; nothing is half-read.
    """
    return from_json(_parse(_decode(text)))


def load(path: str | Path) -> Document:
    """Read a document from a file.

    Raises:
        DocumentError: the file cannot be read, or is not a sound document file.
    """
    file = Path(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise _bad("document_size", f"The file is larger than {MAX_BYTES:,} bytes.", expected="at most 2 MB")
        data = file.read_bytes()
    except OSError as error:
        raise _bad(
            "document_file",
            f"The file {file.name!r} cannot be read: {error.strerror or error}.",
            next="Check the path and the permissions.",
        ) from error
    return loads(data)


def dumps(document: Document) -> str:
    """The document as JSON text, two spaces deep, with a final newline."""
    return json.dumps(document.to_json(), indent=2, ensure_ascii=False) + "\n"


def save(document: Document, path: str | Path) -> None:
    """Write a document so that the file is either the old one or the new one, never half of it."""
    file = Path(path)
    draft = file.with_name(file.name + ".part")
    draft.write_text(dumps(document), encoding="utf-8")
    draft.replace(file)


def from_json(data: Any) -> Document:
    """Validate plain data as a document.

    Raises:
        DocumentError: with one problem for each fault.
    """
    if not isinstance(data, dict):
        raise _bad(
            "document_form",
            f"A document is a JSON object, and this is {_named(data)}.",
            expected='an object with "format": "netgraft"',
            got=_named(data),
        )
    for key, expected in (("format", "netgraft"), ("version", 1)):
        value = data.get(key)
        if value != expected or type(value) is not type(expected):
            raise _bad(
                "document_version",
                f"This file's {key} is not one that this version of Netgraft reads.",
                expected=f"{key} {expected!r}",
                got=f"{key} {value!r}"[:100],
                next="Open a file that was saved by Netgraft, or update Netgraft.",
            )
    try:
        return Document.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise DocumentError(tuple(_problem(item, data) for item in error.errors()[:50])) from None
    except ValueError as error:
        raise _bad("document_form", "The document holds something that is not plain data.", details=str(error)) from None


def _decode(text: str | bytes) -> str:
    size = len(text)
    if size > MAX_BYTES:
        raise _bad(
            "document_size", "The document is too large.", expected="at most 2 MB", got=f"{size / 1e6:.1f} MB"
        )
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(
            "document_encoding",
            "The file is not UTF-8 text.",
            expected="JSON in UTF-8",
            got=f"byte 0x{text[error.start]:02x} at position {error.start}",
            next="Choose the JSON file that Netgraft saved.",
        ) from None


def _parse(text: str) -> Any:
    _limit_depth(text)
    try:
        return json.loads(
            text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant, parse_int=_short_int
        )
    except json.JSONDecodeError as error:
        raise _bad(
            "document_json",
            f"The text is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.",
            expected="a JSON document",
            got=repr(text[error.pos : error.pos + 20]) or "the end of the text",
            next="Open the file again from where it was saved; it may have been cut off.",
        ) from None


def _limit_depth(text: str) -> None:
    depth = 0
    in_string = escaped = False
    for letter in text:
        if in_string:
            in_string = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            in_string = True
        elif letter in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise _bad("document_depth", "The document is nested too deep.", expected=f"at most {MAX_DEPTH} levels")
        elif letter in "]}":
            depth -= 1


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _bad("document_json", f"The key {twice[:80]!r} stands twice in one object.", expected="each key once")
    return found


def _no_constant(text: str) -> Any:
    raise _bad("document_number", f"{text} is not a number that a document may hold.", expected="a finite number")


def _short_int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _bad("document_number", "The document holds a number with too many digits.", expected="at most 40 digits")
    return int(text)


def _problem(item: Any, data: dict[str, Any]) -> Problem:
    place = item["loc"]
    node = _node_at(place, data)
    code = "document_key" if item["type"] == "extra_forbidden" else "document_value"
    where = ".".join(str(part) for part in place)[:200]
    said = {
        "extra_forbidden": f"{where} is not a key of a Netgraft document.",
        "missing": f"{where} is missing.",
    }.get(item["type"], f"{where}: {item['msg'].removeprefix('Value error, ')}.")
    return Problem(
        code=code,
        said=said,
        node=node,
        expected=item["msg"].removeprefix("Value error, "),
        got=repr(item["input"])[:80],
        next="Correct this entry, or remove it.",
    )


def _node_at(place: tuple[Any, ...], data: dict[str, Any]) -> str | None:
    if len(place) >= 2 and place[0] == "nodes" and isinstance(place[1], int):
        entry = data["nodes"][place[1]]
        name = entry.get("id") if isinstance(entry, dict) else None
        return name[:64] if isinstance(name, str) and name.isprintable() else None
    return None


def _named(data: Any) -> str:
    names = {list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false"}
    return "null" if data is None else names.get(type(data), "something else")


def _bad(code: str, said: str, **where: Any) -> DocumentError:
    return DocumentError((Problem(code=code, said=said, **where),))
