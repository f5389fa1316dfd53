"""Frozen dataclasses as JSON text and back, for a closed list of classes: nothing else can come out of a text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

_TUPLE, _MAPPING, _FRACTION, _CLASS = "()", "{}", "/", "class"


class Tagged:
    """Writes and reads values made of these dataclasses, numbers, texts, None, tuples, lists and mappings."""

    def __init__(self, classes: Iterable[type]) -> None:
        self._classes = {item.__name__: item for item in classes}

    def dumps(self, value: Any) -> str:
        """The value as text.

        Raises:
            TypeError: it holds something that is not in the list.
        """
        return json.dumps(self._plain(value), separators=(",", ":"))

    def loads(self, text: str) -> Any:
        """The value that a text stands for.

        Raises:
            ValueError, KeyError, TypeError: the text was not written by `dumps` with these classes.
        """
        return self._value(json.loads(text))

    def _plain(self, value: Any) -> Any:
        if value is None or type(value) in (bool, int, float, str):
            return value
        if isinstance(value, Fraction):
            return {_FRACTION: [value.numerator, value.denominator]}
        if isinstance(value, tuple):
            return {_TUPLE: [self._plain(item) for item in value]}
        if isinstance(value, list):
            return [self._plain(item) for item in value]
        if isinstance(value, Mapping):
            return {_MAPPING: [[self._plain(key), self._plain(item)] for key, item in value.items()]}
        name = type(value).__name__
        if is_dataclass(value) and self._classes.get(name) is type(value):
            parts = {part.name: self._plain(getattr(value, part.name)) for part in fields(value)}
            return {_CLASS: name, "parts": parts}
        raise TypeError(f"{type(value).__name__} is not kept as text.")

    def _value(self, plain: Any) -> Any:
        if isinstance(plain, list):
            return [self._value(item) for item in plain]
        if not isinstance(plain, dict):
            return plain
        if _CLASS in plain:
            parts = {name: self._value(part) for name, part in plain["parts"].items()}
            return self._classes[plain[_CLASS]](**parts)
        if _FRACTION in plain:
            return Fraction(*plain[_FRACTION])
        if _TUPLE in plain:
            return tuple(self._value(item) for item in plain[_TUPLE])
        return {self._value(key): self._value(item) for key, item in plain[_MAPPING]}
