"""Bytes in, document out: the parser's limits first, then the model. Nothing here runs anything of the text."""

import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

from builder.documents.document import Document
from builder.documents.validating import validated
from builder.problem import DocumentError, Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 200
MAX_DIGITS = 100
MAX_TOKENS = 100_000

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
"""A text, whole and never gone back into, or a bracket or comma outside of texts."""
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


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
            raise _bad(
                "document_size", f"The file is larger than {MAX_BYTES:,} bytes.", expected="at most 2 MB"
            )
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
    return validated(data)


def _decode(text: str | bytes) -> str:
    size = len(text) if isinstance(text, bytes) or len(text) > MAX_BYTES else _bytes_of(text)
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


def _bytes_of(text: str) -> int:
    """The length of a text in UTF-8; a text with half a character in it has none."""
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        raise _half_character() from None


def _parse(text: str) -> Any:
    _limit_depth(text)
    try:
        data = json.loads(
            text,
            object_pairs_hook=_no_duplicates,
            parse_constant=_no_constant,
            parse_int=_short_int,
            parse_float=_finite_float,
        )
    except json.JSONDecodeError as error:
        raise _bad(
            "document_json",
            f"The text is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.",
            expected="a JSON document",
            got=repr(text[error.pos : error.pos + 20]) if error.pos < len(text) else "the end of the text",
            next="Open the file again from where it was saved; it may have been cut off.",
        ) from None
    if _HALF.search(text):
        _bytes_of(json.dumps(data, ensure_ascii=False))
    return data


def _limit_depth(text: str) -> None:
    """Count before anything is built: how deep the text is nested, and how many texts, brackets and commas it has."""
    depth = 0
    for count, token in enumerate(_TOKEN.finditer(text)):
        letter = text[token.start()]
        if letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        if depth > MAX_DEPTH:
            raise _bad(
                "document_depth", "The document is nested too deep.", expected=f"at most {MAX_DEPTH} levels"
            )
        if count > MAX_TOKENS:
            raise _bad(
                "document_size",
                "The document holds far more entries than any network needs.",
                expected=f"at most {MAX_TOKENS:,} texts, brackets and commas",
                got="more",
            )


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = counts.most_common(1)[0][0]
        raise _bad(
            "document_json",
            f"The key {twice[:80]!r} stands more than once in one object.",
            expected="each key once",
            got=f"{counts[twice]:,} times",
            next="Remove all but one of them.",
        )
    return found


def _no_constant(text: str) -> Any:
    raise _bad(
        "document_number",
        f"{text} is not a number that a document may hold.",
        expected="a finite number",
        got=text,
    )


def _finite_float(text: str) -> float:
    if len(text) > MAX_DIGITS:
        raise _long_number(text)
    value = float(text)
    if not math.isfinite(value):
        raise _bad(
            "document_number", f"{text} is too large for a number.", expected="a finite number", got=text
        )
    return value


def _short_int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _long_number(text)
    return int(text)


def _long_number(text: str) -> DocumentError:
    return _bad(
        "document_number",
        "The document holds a number with too many digits.",
        expected=f"at most {MAX_DIGITS} digits",
        got=f"{len(text):,} digits",
    )


def _half_character() -> DocumentError:
    return _bad(
        "document_form",
        "A text of the document holds half a character (a lone surrogate), which cannot be saved.",
        expected="whole characters",
        got="an escape from \\ud800 to \\udfff by itself",
        next="Remove this escape.",
    )


def _named(data: Any) -> str:
    names = {list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false"}
    return "null" if data is None else names.get(type(data), "something else")


def _bad(code: str, said: str, **where: Any) -> DocumentError:
    return DocumentError((Problem(code=code, said=said, **where),))
