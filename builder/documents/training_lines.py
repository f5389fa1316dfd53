"""A schedule and learning rates as people write them: a line each, such as ``5: backbone.layer4``."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from builder.documents.document import Joining, Rate
from builder.problem import Refused, refuse

_EPOCH = re.compile(r"(?:from\s+)?(?:epoch\s+)?(\d{1,5})\s*:\s*(.+)", re.IGNORECASE)
_RATE = re.compile(
    r"(.+?)\s*:\s*(?:([0-9.]+(?:e-?\d+)?)\s*[x×]?)?\s*(?:,?\s*decay\s+([0-9.]+))?", re.IGNORECASE
)


def schedule_of(text: str) -> list[dict[str, Any]]:
    """The stages that lines such as ``5: backbone.layer3, backbone.layer4`` describe, as plain data.

    Raises:
        Refused: a line cannot be read; it is named.
    """
    found = []
    for line in _lines(text):
        match = _EPOCH.fullmatch(line)
        if match is None:
            raise _unread("schedule", line, "5: backbone.layer4")
        found += [{"epoch": int(match[1]), **place} for place in _places(match[2])]
    return found


def rates_of(text: str) -> list[dict[str, Any]]:
    """The learning rates that lines such as ``backbone: 0.1`` or ``backbone: 0.5 decay 0.8`` describe.

    Raises:
        Refused: a line cannot be read; it is named.
    """
    found = []
    for line in _lines(text):
        match = _RATE.fullmatch(line)
        try:
            if match is None or not (match[2] or match[3]):
                raise ValueError(line)
            numbers = {"factor": float(match[2] or 1), "decay": float(match[3] or 1)}
        except ValueError:
            raise _unread("rates", line, "backbone: 0.1") from None
        found += [{**place, **numbers} for place in _places(match[1])]
    return found


def schedule_text(schedule: Iterable[Joining]) -> str:
    """A schedule as lines, one for each epoch and node."""
    return "\n".join(f"{part.epoch}: {_written(part.node, part.patterns)}" for part in schedule)


def rates_text(rates: Iterable[Rate]) -> str:
    """Learning rates as lines."""
    return "\n".join(
        f"{_written(rate.node, rate.patterns)}: {rate.factor:g}"
        + (f" decay {rate.decay:g}" if rate.decay < 1 else "")
        for rate in rates
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _places(text: str) -> Iterator[dict[str, Any]]:
    """Each node that is named, with its patterns: ``backbone.layer3, backbone.layer4`` is one node with two."""
    found: dict[str, list[str]] = {}
    for place in filter(None, (part.strip() for part in text.split(","))):
        node, _, pattern = place.partition(".")
        found.setdefault(node, []).extend([pattern] if pattern else [])
    for node, patterns in found.items():
        yield {"node": node, "patterns": patterns}


def _written(node: str, patterns: tuple[str, ...]) -> str:
    return ", ".join(f"{node}.{pattern}" for pattern in patterns) if patterns else node


def _unread(param: str, line: str, example: str) -> Refused:
    return refuse(
        "training_line",
        f"The line {line[:80]!r} cannot be read.",
        param=param,
        expected=f"a line such as {example}",
        got=line[:80],
        next="Write a line as in the example, or remove it.",
    )
