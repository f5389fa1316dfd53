"""A lesson as a value: its head, and steps that hold text, documents and checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from builder.lessons.check import Check
from builder.lessons.state import State


@dataclass(frozen=True)
class Posed:
    """A check as a step poses it: in the teacher's words, or in its own where there are none."""

    check: Check
    said: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step. `opens` is the document that it begins with, `shows` the one that solves it, by their names."""

    title: str
    text: tuple[dict[str, Any], ...]
    opens: str | None = None
    shows: str | None = None
    checks: tuple[Posed, ...] = ()

    def judge(self, state: State) -> list[bool]:
        """For each check whether it is met."""
        return [posed.check.met(state) for posed in self.checks]

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "text": list(self.text),
            "opens": self.opens,
            "shows": self.shows,
            "checks": [posed.said for posed in self.checks],
            "runs": any(posed.check.runs for posed in self.checks),
        }


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson: what it is about, the system that it belongs to, where the technique comes from, its steps."""

    id: str
    title: str
    about: str
    system: str | None = None
    paper: str | None = None
    link: str | None = None
    minutes: int | None = None
    steps: tuple[Step, ...]

    def start(self, step: int) -> str | None:
        """The document that the canvas holds when this step (from 0) begins, as far as the lesson says so."""
        return self.steps[step].opens or _last(self.steps[:step])

    def head(self) -> dict[str, Any]:
        """What a list of lessons shows."""
        return {
            "id": self.id,
            "title": self.title,
            "about": self.about,
            "system": self.system,
            "minutes": self.minutes,
            "steps": len(self.steps),
        }

    def to_json(self) -> dict[str, Any]:
        steps = [step.to_json() | {"start": self.start(at)} for at, step in enumerate(self.steps)]
        return self.head() | {"paper": self.paper, "link": self.link, "steps": steps}


def _last(steps: Sequence[Step]) -> str | None:
    """The document that these steps leave on the canvas."""
    return next((name for step in reversed(steps) if (name := step.shows or step.opens)), None)
