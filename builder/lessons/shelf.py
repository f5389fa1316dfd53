"""The lessons that come with Netgraft, and the documents that lessons may open by name."""

from functools import cache
from pathlib import Path

from builder.examples import examples
from builder.lessons.lesson import Lesson
from builder.lessons.reading import read

_INSTALLED = Path(__file__).resolve().parents[1] / "_assets"
_CLONE = Path(__file__).resolve().parents[2] / "assets"


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every lesson, in the order of the file names."""
    names = document_names()
    files = sorted(file for file in _folder("lessons").glob("*.md") if file.name != "README.md")
    return tuple(read(file.read_text(encoding="utf-8"), names) for file in files)


def lesson(name: str) -> Lesson | None:
    """The lesson with this id, in any case; None when there is none."""
    return next((found for found in lessons() if found.id == name.lower()), None)


def document_path(name: str) -> Path | None:
    """The document of this name: one beside the lessons, ``faulty/…``, or an example by its id or file name."""
    return _documents().get(name)


def document_names() -> frozenset[str]:
    """The names of all documents that a lesson may open."""
    return frozenset(_documents())


@cache
def _documents() -> dict[str, Path]:
    found = {example.id: example.path for example in examples()}
    found |= {example.path.stem: example.path for example in examples()}
    found |= {f"faulty/{path.stem}": path for path in sorted(_folder("faulty").glob("*.json"))}
    return found | {path.stem: path for path in sorted(_folder("lessons").glob("*.json"))}


def _folder(name: str) -> Path:
    installed = _INSTALLED / name
    return installed if installed.is_dir() else _CLONE / name
