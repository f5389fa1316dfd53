"""The examples that come with Netgraft: documents that are gallery, lessons and test fixtures at once."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDERS = (
    Path(__file__).resolve().parents[1] / "_assets" / "examples",
    Path(__file__).resolve().parents[2] / "assets" / "examples",
)
"""Where the documents lie: inside an installed package, and in a clone of the repository."""

_SENTENCE = re.compile(r".+?[.!?](?=\s|$)|.*")
"""The first sentence of the notes."""


@dataclass(frozen=True)
class Example:
    """One example: its id, what it is, and where its document lies.

    The id is the first word of the file's name, such as ``s12``; with the last word where several begin alike, such
    as ``s06_added``.
    """

    id: str
    title: str
    system: str | None
    sentence: str
    path: Path

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "system": self.system,
            "sentence": self.sentence,
            "path": str(self.path),
        }


@cache
def examples() -> tuple[Example, ...]:
    """Every example, in the order of the file names."""
    folder = next((place for place in FOLDERS if place.is_dir()), FOLDERS[-1])
    paths = sorted(folder.glob("*.json"))
    shared = Counter(_words(path)[0] for path in paths)
    return tuple(_read(path, alone=shared[_words(path)[0]] == 1) for path in paths)


def example_path(name: str) -> Path | None:
    """The document of the example with this id, in any case; None when there is none."""
    return next((example.path for example in examples() if example.id == name.lower()), None)


def _words(path: Path) -> list[str]:
    return path.stem.split("_")


def _read(path: Path, *, alone: bool) -> Example:
    data = json.loads(path.read_text(encoding="utf-8"))
    first, *_, last = _words(path)
    sentence = _SENTENCE.match(data.get("notes", ""))
    return Example(
        id=first if alone else f"{first}_{last}",
        title=data["title"],
        system=data.get("system"),
        sentence=sentence[0] if sentence else "",
        path=path,
    )
