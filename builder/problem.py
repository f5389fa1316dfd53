"""A problem is data: one object that is a red port, a row in a list, a golden line and a sentence in a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]

Change = Mapping[str, Any]
"""One step of a repair, as plain data: what `builder.repair` applies to a document."""


@dataclass(frozen=True, kw_only=True)
class Fix:
    """A repair that was applied to a copy and planned again before it is offered.

    `leads_to` is the shape that the repaired place has, `parameters` the change in the number of parameters. Where
    a break had kept some of them from being counted there is no such change, and `in_all` is what the network has
    afterwards; each is 0 where it says nothing.
    """

    title: str
    changes: tuple[Change, ...]
    leads_to: str = ""
    parameters: int = 0
    in_all: int = 0

    @property
    def costs(self) -> str:
        """What it does to the number of parameters, in words; empty where nothing is known or changed."""
        if self.parameters:
            return f"{self.parameters:+,} parameters"
        return f"{self.in_all:,} parameters in all" if self.in_all else ""

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "changes": [dict(change) for change in self.changes],
            "leads_to": self.leads_to,
            "parameters": self.parameters,
            "in_all": self.in_all,
        }


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong, where, what was expected, what came, and what to do next.

    `code` is stable and names the help paragraph; `node`, `port` and `param` say where; `edit` is the number of the
    node's edit that it is about, and `inside` leads from a node that is a group to the node in it, group by group.
    `details` holds the raw text of a foreign exception, which is never shown unasked.
    """

    code: str
    said: str
    severity: Severity = "error"
    node: str | None = None
    port: str | None = None
    param: str | None = None
    edit: int | None = None
    inside: tuple[str, ...] = ()
    expected: str = ""
    got: str = ""
    next: str = ""
    details: str = ""
    fixes: tuple[Fix, ...] = field(default=())

    def at(self, node: str) -> "Problem":
        """The same problem, placed at a node unless it already names one."""
        return self if self.node else replace(self, node=node)

    def to_json(self) -> dict[str, Any]:
        from builder.help import help_for

        title, paragraph = help_for(self.code)
        return {
            "code": self.code,
            "severity": self.severity,
            "title": title,
            "node": self.node,
            "port": self.port,
            "param": self.param,
            "edit": self.edit,
            "inside": list(self.inside),
            "said": self.said,
            "expected": self.expected,
            "got": self.got,
            "next": self.next,
            "help": paragraph,
            "details": self.details,
            "fixes": [fix.to_json() for fix in self.fixes],
        }

    def __str__(self) -> str:
        return self.text()

    def text(self, first: int = 1) -> str:
        """The problem as a few lines of plain text, for a terminal; its fixes are numbered from `first`."""
        node = " > ".join((self.node, *self.inside)) if self.node else ""
        place = ".".join(part for part in (node, self.port or self.param) if part)
        lines = [f"{self.severity}: {place + ': ' if place else ''}{self.said}"]
        compared = (("expected", self.expected), ("got", self.got))
        if self.expected or self.got:
            lines.append("  " + ", ".join(f"{word} {text}" for word, text in compared if text))
        if self.next:
            lines.append(f"  {self.next}")
        for number, fix in enumerate(self.fixes, start=first):
            leads_to = f" -> {fix.leads_to}" if fix.leads_to else ""
            change = f" ({fix.costs})" if fix.costs else ""
            lines.append(f"  fix {number}: {fix.title}{leads_to}{change}")
        return "\n".join(lines)


class Refused(Exception):  # noqa: N818 - it says what happened: the input was refused
    """Raised deep inside a stage with the local fact; the stage's edge adds the node and returns the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class DocumentError(ValueError):
    """A document cannot be used. `problems` holds every reason that was found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def refuse(code: str, said: str, **where: Any) -> Refused:
    """Shorthand for ``raise refuse(...)`` with the fields of a Problem."""
    return Refused(Problem(code=code, said=said, **where))
