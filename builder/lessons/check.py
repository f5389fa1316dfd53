"""A check: one small question about the canvas or the runs, written as a line of words and slots."""

import json
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from builder.lessons.state import State

_WORD = r"[A-Za-z_][\w]*"
_SLOTS: dict[str, tuple[str, str]] = {
    "NODE": (_WORD, "a node's name in the code, or a block's id"),
    "BLOCK": (_WORD, "a block's id"),
    "CODE": (_WORD, "a problem's code"),
    "OUTPUT": (_WORD, "an output node's name"),
    "METRIC": (_WORD, "a metric's name"),
    "BASELINE": (_WORD, "baseline (the one shown beside the result) or majority"),
    "PARAM": (_WORD, "a parameter's name"),
    "SOURCE": (rf"{_WORD}\.[\w.]+", "NODE.PORT"),
    "TARGET": (rf"{_WORD}\.[\w.]+", "NODE.PORT"),
    "PORT": (r"[\w.]+", "a port's name"),
    "PATH": (r"[\w.]+", "a module path"),
    "COUNT": (r"\d[\d,]*", "a whole number"),
    "VALUE": (r".+", "a value"),
    "SHAPE": (r".+", "a shape, such as B × 512"),
    "FIGURE": (r"\d+(?:\.\d+)?", "a number"),
}
"""Slot -> the pattern that fills it, and what it is in words."""


@dataclass(frozen=True)
class Check(ABC):
    """A question with a yes or no. A subclass gives its `form`; its fields are the slots, in lower case."""

    form: ClassVar[str]
    runs: ClassVar[bool] = False
    """Whether it asks about runs, which change without an edit."""

    @abstractmethod
    def met(self, state: State) -> bool:
        """Whether the answer is yes."""

    @abstractmethod
    def said(self) -> str:
        """The check in words, for a learner."""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The check that a line says, or None where the line has another form."""
        found = re.fullmatch(cls._pattern(), text)
        if found is None:
            return None
        kinds = {field.name: field.type for field in fields(cls)}
        return cls(**{name: _value(kinds[name], word) for name, word in found.groupdict().items()})

    @classmethod
    def _pattern(cls) -> str:
        def filled(part: str) -> str:
            return re.sub(r"[A-Z]{4,}", lambda slot: f"(?P<{slot[0].lower()}>{_SLOTS[slot[0]][0]})", part)

        return r"\s+".join(filled(word.replace(".", r"\.")) for word in cls.form.split())


def slots(form: str) -> str:
    """What the slots of a form stand for, in words."""
    names = [name for name in re.findall(r"[A-Z]{4,}", form) if name in _SLOTS]
    return "; ".join(f"{name} is {_SLOTS[name][1]}" for name in names)


def _value(kind: Any, word: str) -> Any:
    if kind is int:
        return int(word.replace(",", ""))
    if kind is float:
        return float(word)
    if kind is object:
        return plain(word.strip())
    return word


def plain(word: str) -> Any:
    """A parameter's value as the document holds it: a number, true, false, null, a list, or else a text."""
    try:
        return json.loads(word)
    except ValueError:
        return word
