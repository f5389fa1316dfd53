"""What the commands share: their arguments, how a document is read, and how problems are printed."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from builder.problem import DocumentError, Problem, Refused

if TYPE_CHECKING:
    from builder.documents.document import Document

Found = TypeVar("Found")

SOUND, PROBLEMS, UNREADABLE = 0, 1, 2
"""Exit codes of every command that reads a document."""

File = Annotated[
    Path, typer.Argument(help="A Netgraft document (JSON), or the id of an example such as s12.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def read(file: Path, as_json: bool = False) -> "Document":
    """The document in a file, or the example of this id; a file that is none ends the command as unreadable."""
    from builder.documents.examples import example_path
    from builder.documents.reading import load

    try:
        return load(file if file.exists() else example_path(str(file)) or file)
    except DocumentError as error:
        report(error.problems, as_json)
        raise typer.Exit(UNREADABLE) from None


def write(file: Path, text: str, as_json: bool = False) -> None:
    """Write a text to a file; where that cannot be done, say so and end the command as unreadable."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        problem = Problem(
            code="file_write",
            said=f"{file} cannot be written.",
            expected="a file in a folder that exists and may be written to",
            got="a folder" if file.is_dir() else str(file),
            next="Name another file with -o.",
            details=str(error),
        )
        report((problem,), as_json)
        raise typer.Exit(UNREADABLE) from None


def or_stop(action: Callable[[], Found], as_json: bool = False) -> Found:
    """What an action gives; its problems are printed and end the command."""
    try:
        return action()
    except DocumentError as error:
        report(error.problems, as_json)
    except Refused as error:
        report((error.problem,), as_json)
    raise typer.Exit(PROBLEMS)


def report(problems: tuple[Problem, ...], as_json: bool) -> None:
    """Print problems: as JSON where the answer is awaited, or else as sentences beside it."""
    if as_json:
        print_json({"ok": False, "problems": [problem.to_json() for problem in problems]})
    else:
        for problem in problems:
            print(problem, file=sys.stderr)


def print_json(data: Any) -> None:
    """Print data as JSON that people can read as well."""
    print(json.dumps(data, indent=2, ensure_ascii=False))
