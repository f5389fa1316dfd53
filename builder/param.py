"""Parameters of a block: named, typed, with defaults and bounds. The form and the validation come from here."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, final

from builder.problem import Problem

LARGEST = 65_536
"""No single size may be larger; see the promises on safety in the README."""


@dataclass(frozen=True, kw_only=True)
class Param(ABC):
    """A named value that a person may set. `optional` allows None; `inferred` means None is "from the input"."""

    sentence: str
    default: Any = None
    title: str = ""
    optional: bool = False
    inferred: bool = False

    @abstractmethod
    def fault(self, value: Any) -> tuple[str, str] | None:
        """What is wrong with a value, as (sentence, what was expected), or None when it is fine."""

    @abstractmethod
    def form(self) -> dict[str, Any]:
        """What the browser needs to draw the field, besides what every field has."""

    def check(self, name: str, value: Any) -> Problem | None:
        """The problem that this value has, if it has one."""
        if value is None and (self.optional or self.inferred):
            return None
        fault = self.fault(value)
        if fault is None:
            return None
        said, expected = fault
        return Problem(
            code="parameter",
            said=f"{self.title or name} cannot be {repr(value)[:40]}: {said}",
            param=name,
            expected=expected,
            got=repr(value)[:80],
            next=f"Set {name} to {expected}.",
        )

    def to_json(self, name: str) -> dict[str, Any]:
        common = {
            "name": name,
            "title": self.title or name.replace("_", " ").capitalize(),
            "sentence": self.sentence,
            "default": list(self.default) if isinstance(self.default, tuple) else self.default,
            "optional": self.optional,
            "inferred": self.inferred,
            "minimum": None,
            "maximum": None,
            "choices": None,
        }
        return common | self.form()


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@final
@dataclass(frozen=True, kw_only=True)
class Integer(Param):
    """A whole number within bounds."""

    minimum: int = 1
    maximum: int = LARGEST

    def fault(self, value: Any) -> tuple[str, str] | None:
        expected = f"a whole number from {self.minimum} to {self.maximum}"
        if not _is_integer(value):
            return "it is not a whole number.", expected
        if not self.minimum <= value <= self.maximum:
            return "it is out of range.", expected
        return None

    def form(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


@final
@dataclass(frozen=True, kw_only=True)
class Number(Param):
    """A real number within bounds."""

    minimum: float = 0.0
    maximum: float = 1.0

    def fault(self, value: Any) -> tuple[str, str] | None:
        expected = f"a number from {self.minimum:g} to {self.maximum:g}"
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return "it is not a number.", expected
        if not self.minimum <= value <= self.maximum:
            return "it is out of range.", expected
        return None

    def form(self) -> dict[str, Any]:
        return {"type": "number", "minimum": self.minimum, "maximum": self.maximum}


@final
@dataclass(frozen=True, kw_only=True)
class Boolean(Param):
    """A switch."""

    def fault(self, value: Any) -> tuple[str, str] | None:
        return None if isinstance(value, bool) else ("it is neither true nor false.", "true or false")

    def form(self) -> dict[str, Any]:
        return {"type": "boolean"}


@final
@dataclass(frozen=True, kw_only=True)
class Text(Param):
    """A short text without control characters."""

    longest: int = 200

    def fault(self, value: Any) -> tuple[str, str] | None:
        expected = f"a text of at most {self.longest} characters"
        if not isinstance(value, str):
            return "it is not a text.", expected
        if len(value) > self.longest or not value.isprintable():
            return "it is too long, or holds characters that cannot be shown.", expected
        return None

    def form(self) -> dict[str, Any]:
        return {"type": "text", "maximum": self.longest}


@final
@dataclass(frozen=True, kw_only=True)
class WeightsFile(Param):
    """The name of a safetensors file that was brought along; empty for none."""

    default: Any = ""

    def fault(self, value: Any) -> tuple[str, str] | None:
        if isinstance(value, str) and len(value) <= 120 and value.isprintable():
            return None
        return "it is not the name of a file.", "the name of a file that was brought along"

    def form(self) -> dict[str, Any]:
        return {"type": "weights_file", "maximum": 120}


@final
@dataclass(frozen=True, kw_only=True)
class Choice(Param):
    """One of a few named options. `absent` holds names that people may look for, each with why it is no option."""

    choices: tuple[str, ...]
    absent: Mapping[str, str] = field(default_factory=dict)

    def fault(self, value: Any) -> tuple[str, str] | None:
        if value in self.choices and isinstance(value, str):
            return None
        if isinstance(value, str) and value in self.absent:
            return f"{value} is not offered. {self.absent[value]}", "another of the options"
        near = get_close_matches(str(value), self.choices, n=3, cutoff=0.5)
        offered = near or list(self.choices[:8])
        expected = "one of " + ", ".join(offered)
        if len(offered) < len(self.choices):
            expected += f" ({len(self.choices)} in all)"
        return "there is no such option.", expected

    def form(self) -> dict[str, Any]:
        return {"type": "choice", "choices": list(self.choices), "absent": self._absent()}

    def _absent(self) -> list[dict[str, Any]]:
        """The names that are no option, under each reason."""
        named: dict[str, list[str]] = {}
        for name, reason in self.absent.items():
            named.setdefault(reason, []).append(name)
        return [{"reason": reason, "names": names} for reason, names in named.items()]


@final
@dataclass(frozen=True, kw_only=True)
class Integers(Param):
    """A short row of whole numbers, such as a kernel size per axis. One number stands for all axes."""

    length: int | None = None
    minimum: int = 0
    maximum: int = LARGEST

    def fault(self, value: Any) -> tuple[str, str] | None:
        counted = f"{self.length} whole numbers" if self.length else "whole numbers"
        expected = f"{counted}, each from {self.minimum} to {self.maximum}"
        row = [value] if _is_integer(value) else value
        if not isinstance(row, (list, tuple)) or not row or not all(_is_integer(item) for item in row):
            return "it is not a row of whole numbers.", expected
        if len(row) > 8 or (self.length and len(row) not in (1, self.length)):
            return "the count of numbers is wrong.", expected
        if not all(self.minimum <= item <= self.maximum for item in row):
            return "one of the numbers is out of range.", expected
        return None

    def form(self) -> dict[str, Any]:
        return {"type": "integers", "minimum": self.minimum, "maximum": self.maximum}
