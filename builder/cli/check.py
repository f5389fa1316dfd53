"""`netgraft check`: every shape, every problem explained, and a fix to take."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from builder.cli.frame import PROBLEMS, SOUND, UNREADABLE, AsJson, File, print_json, read, report, write
from builder.problem import Fix, Problem, Refused

if TYPE_CHECKING:
    from builder.documents.document import Document


def check(
    file: File,
    fix: Annotated[int | None, typer.Option(help="Write the document with the fix of this number.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to; NAME.fixed.json otherwise.")
    ] = None,
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Plan a document and explain every problem with its fixes. Exit code 0 sound, 1 problems, 2 unreadable."""
    from builder.fixes import with_fixes
    from builder.planning.kept_plans import KeptPlans
    from builder.planning.plan_cache import Cache
    from builder.planning.planning import plan
    from builder.reporting import as_data, as_text, chosen

    cache = Cache(shelf=KeptPlans.open())
    planned = with_fixes(plan(read(file, as_json), cache=cache), cache)
    written = None
    if fix is not None:
        title, document = _repaired(lambda: chosen(planned, fix), planned.document, as_json)
        written = _write(document, output or Path(f"{file.stem}.fixed.json"), overwrite, as_json)
        planned = with_fixes(plan(document, cache=cache), cache)
        print(f"{title}: wrote {written}", file=sys.stderr)
    if as_json:
        print_json(as_data(planned) | ({"written": str(written)} if written else {}))
    else:
        for line in as_text(planned):
            print(line)
    raise typer.Exit(SOUND if planned.sound else PROBLEMS)


def _repaired(choose: "Callable[[], Fix]", document: "Document", as_json: bool) -> tuple[str, "Document"]:
    """The title of a fix, and the document with it."""
    from builder.documents.editing import repair

    try:
        fix = choose()
        return fix.title, repair(document, fix.changes)
    except Refused as error:
        report((error.problem,), as_json)
        raise typer.Exit(UNREADABLE) from None


def _write(document: "Document", file: Path, overwrite: bool, as_json: bool) -> Path:
    from builder.documents.reading import dumps

    if file.exists() and not overwrite:
        problem = Problem(
            code="file_exists",
            said=f"{file} exists, and is left as it is.",
            got=str(file),
            next="Name another file with -o, or add --overwrite.",
        )
        report((problem,), as_json)
        raise typer.Exit(UNREADABLE)
    write(file, dumps(document), as_json)
    return file
