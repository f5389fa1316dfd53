"""The lessons that come with Netgraft, and the documents that lessons may open by name."""

from functools import cache
from pathlib import Path

from builder.documents.examples import examples
from builder.lessons.lesson import Lesson
from builder.lessons.reading import read
from builder.problem import DocumentError, Problem

_INSTALLED = Path(__file__).resolve().parents[1] / "_assets"
_CLONE = Path(__file__).resolve().parents[2] / "assets"


def lessons() -> tuple[Lesson, ...]:
    """Every lesson that can be read, in the order of the file names."""
    return tuple(found for found in _shelf().values() if isinstance(found, Lesson))


def faults() -> dict[str, tuple[Problem, ...]]:
    """File name -> what is wrong with it, of the lessons that cannot be read."""
    return {name: found for name, found in _shelf().items() if not isinstance(found, Lesson)}


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
def _shelf() -> dict[str, Lesson | tuple[Problem, ...]]:
    """File name -> the lesson, or what is wrong with it: one faulty file does not hide the others."""
    files = sorted(file for file in _folder("lessons").glob("*.md") if file.name != "README.md")
    return {file.name: _taken(file) for file in files}


def _taken(file: Path) -> Lesson | tuple[Problem, ...]:
    try:
        return read(file.read_text(encoding="utf-8", errors="replace"), document_names())
    except DocumentError as error:
        return error.problems


@cache
def _documents() -> dict[str, Path]:
    found = {example.id: example.path for example in examples()}
    found |= {example.path.stem: example.path for example in examples()}
    found |= {f"faulty/{path.stem}": path for path in sorted(_folder("faulty").glob("*.json"))}
    return found | {path.stem: path for path in sorted(_folder("lessons").glob("*.json"))}


def _folder(name: str) -> Path:
    installed = _INSTALLED / name
    return installed if installed.is_dir() else _CLONE / name
