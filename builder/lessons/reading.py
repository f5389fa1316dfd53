"""Read a lesson's text strictly: a title, a head, steps. Every fault is reported with its line."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from builder.lessons.check import slots
from builder.lessons.checks import FORMS, check_of
from builder.lessons.lesson import Lesson, Posed, Step
from builder.lessons.parts import Entry, Part, parts_of
from builder.lessons.prose import prose
from builder.lessons.source import FORM, Source
from builder.problem import DocumentError, Problem

MOST_BYTES = 200_000
MOST_STEPS = 40
MOST_CHECKS = 12

_HEAD = {
    "id": (re.compile(r"[a-z][a-z0-9_]{0,31}"), "a word of small letters and numbers, such as s04"),
    "system": (re.compile(r"S\d\d"), "S and two digits, such as S04"),
    "about": (re.compile(r".{1,240}"), "one sentence"),
    "paper": (re.compile(r".{1,240}"), "authors, year, title"),
    "link": (re.compile(r"https://\S{1,240}"), "an address that begins with https://"),
    "minutes": (re.compile(r"[1-9]\d?"), "a number of minutes below 100"),
}
_NEEDED = ("id", "about")
_STEP = ("open", "show", "check", "say")


@lru_cache(maxsize=64)
def read(text: str, documents: Collection[str] = ()) -> Lesson:
    """The lesson that a text is. `documents` are the names that a step may open or show.

    Raises:
        DocumentError: with one problem for each fault, each naming its line.
    """
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise DocumentError((_problem("lesson_form", 1, "the file is too large", "at most 200 KB", ""),))
    problems: list[Problem] = []
    title, parts = parts_of(text, problems)
    head = _head(parts[0], problems) if parts else {}
    steps = tuple(_step(part, frozenset(documents), problems) for part in parts[1:])
    if not 1 <= len(steps) <= MOST_STEPS:
        problems.append(
            _problem(
                "lesson_form",
                1,
                "a lesson has steps",
                f"1 to {MOST_STEPS} headings that begin with ##",
                f"{len(steps)}",
            )
        )
    if problems:
        raise DocumentError(tuple(problems))
    minutes = head.pop("minutes", None)
    return Lesson(title=title, steps=steps, minutes=int(minutes) if minutes else None, **head)


def _head(part: Part, problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in part.entries:
        if entry.key not in _HEAD:
            problems.append(_unknown("lesson_head", entry, _HEAD))
        elif entry.key in found:
            problems.append(_twice(entry))
        elif not _HEAD[entry.key][0].fullmatch(entry.value):
            problems.append(_ill("lesson_head", entry, _HEAD[entry.key][1]))
        else:
            found[entry.key] = entry.value
    for key in _NEEDED:
        if key not in {entry.key for entry in part.entries}:
            problems.append(
                _problem("lesson_head", part.line, f"the head does not say {key!r}", f"{key}: …", "nothing")
            )
    if part.text.strip():
        problems.append(
            _problem(
                "lesson_form",
                part.text_line,
                "there is text before the first step",
                "a heading ## first",
                part.text.strip()[:60],
            )
        )
    return found


@dataclass
class _Draft:
    """What the entries of a step have said so far."""

    opens: str | None = None
    shows: str | None = None
    checks: list[Posed] = field(default_factory=list)


def _step(part: Part, documents: frozenset[str], problems: list[Problem]) -> Step:
    draft = _Draft()
    for entry in part.entries:
        if entry.key in ("open", "show"):
            _document(entry, draft, documents, problems)
        elif entry.key == "check":
            _check(entry, draft, problems)
        elif entry.key == "say":
            _say(entry, draft, problems)
        else:
            problems.append(_unknown("lesson_step", entry, _STEP))
    text, refused = prose(part.text, part.text_line)
    problems += refused
    if not part.text.strip():
        problems.append(
            _problem(
                "lesson_step", part.line, f"the step {part.title!r} has no text", "a paragraph", "nothing"
            )
        )
    return Step(title=part.title, text=text, opens=draft.opens, shows=draft.shows, checks=tuple(draft.checks))


def _document(entry: Entry, draft: _Draft, documents: frozenset[str], problems: list[Problem]) -> None:
    source = Source.of(entry.value)
    if (draft.opens if entry.key == "open" else draft.shows) is not None:
        problems.append(_twice(entry))
    elif source is None:
        problems.append(_ill("lesson_step", entry, FORM))
    elif source.name not in documents:
        problems.append(_missing(entry, source.name, documents))
    elif entry.key == "open":
        draft.opens = entry.value
    else:
        draft.shows = entry.value


def _check(entry: Entry, draft: _Draft, problems: list[Problem]) -> None:
    check = check_of(entry.value)
    if check is None:
        form = _nearest(entry.value)
        problems.append(
            _problem(
                "lesson_check", entry.line, "there is no such check", form, entry.value, after=slots(form)
            )
        )
    elif len(draft.checks) == MOST_CHECKS:
        problems.append(
            _problem(
                "lesson_check", entry.line, "the step has too many checks", f"at most {MOST_CHECKS}", "more"
            )
        )
    else:
        draft.checks.append(Posed(check, check.said(), entry.line))


def _say(entry: Entry, draft: _Draft, problems: list[Problem]) -> None:
    last = draft.checks[-1] if draft.checks else None
    if last is None or last.line != entry.line - 1:
        problems.append(
            _problem(
                "lesson_step",
                entry.line,
                "these words belong to no check",
                "say: right below its check:",
                entry.value,
            )
        )
    else:
        draft.checks[-1] = Posed(last.check, entry.value, last.line)


def _nearest(value: str) -> str:
    """The form that a line probably meant: the one that shares most of its first words."""
    words = value.split()

    def shared(form: str) -> tuple[int, int]:
        parts = form.split()
        same = sum(one == other for one, other in zip(words, parts, strict=False))
        return same, -abs(len(words) - len(parts))

    return max(FORMS, key=shared)


def _missing(entry: Entry, name: str, documents: frozenset[str]) -> Problem:
    near = get_close_matches(name, sorted(documents), n=1, cutoff=0.4)
    return _problem(
        "lesson_document",
        entry.line,
        f"there is no document {name!r} beside this lesson, and no example of this name",
        near[0] if near else "the name of a document",
        entry.value,
        after="Put the document beside the lesson; when you open both in the page, choose them together.",
    )


def _unknown(code: str, entry: Entry, known: Collection[str]) -> Problem:
    near = get_close_matches(entry.key, known, n=1)
    expected = near[0] if near else ", ".join(known)
    return _problem(code, entry.line, f"{entry.key!r} is not known here", expected, entry.key)


def _twice(entry: Entry) -> Problem:
    return _problem("lesson_step", entry.line, f"{entry.key!r} stands twice", "each once", entry.value)


def _ill(code: str, entry: Entry, expected: str) -> Problem:
    return _problem(code, entry.line, f"{entry.key!r} is not as it should be", expected, entry.value)


def _problem(code: str, line: int, said: str, expected: str, got: str, *, after: str = "") -> Problem:
    return Problem(code=code, said=f"Line {line}: {said}.", expected=expected, got=got[:120], next=after)
