"""`netgraft compare`: what changed from one document to another."""

from pathlib import Path
from typing import Annotated

import typer

from builder.cli.frame import PROBLEMS, SOUND, AsJson, File, print_json, read


def compare(
    before: File,
    after: Annotated[Path, typer.Argument(help="Another document or example.")],
    as_json: AsJson = False,
) -> None:
    """Print what changed from one document to another. Exit code 0 no difference, 1 some, 2 unreadable."""
    from builder.documents.comparing import compare as held

    found = held(read(before, as_json), read(after, as_json))
    if as_json:
        print_json(found.to_json())
    else:
        print(found)
    raise typer.Exit(SOUND if found.same else PROBLEMS)
