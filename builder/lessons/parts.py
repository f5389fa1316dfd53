"""Cut a lesson's text into its title, its head and its steps, each with entries, text and line numbers."""

import re
from dataclasses import dataclass, field

from builder.problem import Problem

_TITLE = re.compile(r"# +(\S.*)")
_STEP = re.compile(r"## +(\S.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}) *(\w*)")
_ENTRY = re.compile(r" *([a-z]+) *: *(\S.*?) *")


@dataclass(frozen=True)
class Entry:
    """A line ``key: value`` of a head."""

    key: str
    value: str
    line: int


@dataclass
class Part:
    """The head of a lesson, or a step: its entries, then its text."""

    title: str
    line: int
    entries: list[Entry] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    text_line: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def parts_of(text: str, problems: list[Problem]) -> tuple[str, list[Part]]:
    """The title, and the parts: the head first, then the steps. What cannot be cut is added to `problems`."""
    title, parts = "", list[Part]()
    lines = text.removeprefix("\ufeff").splitlines()
    at, fence = 0, ""
    while at < len(lines):
        line = lines[at]
        at += 1
        opened = _FENCE.match(line)
        if fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip("`~") else fence
        elif opened and parts and opened[2] in ("lesson", "step") and not parts[-1].text.strip():
            at = _entries(lines, at, opened[1], parts[-1], problems)
            continue
        elif opened:
            fence = opened[1]
        elif found := _STEP.fullmatch(line):
            parts.append(Part(found[1].strip(), at))
            continue
        elif found := _TITLE.fullmatch(line):
            if parts:
                problems.append(_bad(at, "there is a second title", "one heading #, then steps ##", line))
            title, parts = title or found[1].strip(), parts or [Part(found[1].strip(), at)]
            continue
        if parts:
            _add(parts[-1], line, at)
        elif line.strip():
            problems.append(_bad(at, "a lesson begins with its title", "# Title", line))
    if not title:
        problems.append(_bad(1, "the lesson has no title", "# Title", lines[0] if lines else "an empty file"))
        return "", []
    return title, parts


def _entries(lines: list[str], at: int, fence: str, part: Part, problems: list[Problem]) -> int:
    """Read the entries of a fenced head; the index of the line behind it."""
    begun = at
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.strip().startswith(fence):
            return at
        found = _ENTRY.fullmatch(line)
        if found:
            part.entries.append(Entry(found[1], found[2], at))
        elif line.strip():
            problems.append(_bad(at, "this line is no entry", "key: value", line))
    problems.append(_bad(begun, "the head is not closed", fence, "the end of the file"))
    return at


def _add(part: Part, line: str, at: int) -> None:
    if not part.lines and not line.strip():
        return
    part.text_line = part.text_line or at
    part.lines.append(line)


def _bad(line: int, said: str, expected: str, got: str) -> Problem:
    return Problem(
        code="lesson_form",
        said=f"Line {line}: {said}.",
        expected=expected,
        got=got.strip()[:80],
        next="The file beside the lessons that come along, README.md, shows the form.",
    )
