"""`netgraft look`: one wire, and its values for a sample."""

from pathlib import Path
from typing import Annotated

import typer

from builder.cli.frame import AsJson, File, or_stop, print_json, read


def look(
    file: File,
    place: Annotated[
        str, typer.Argument(help="The wire that leaves NODE.PORT, or NODE for its first output.")
    ],
    row: Annotated[
        int | None, typer.Option(help="Run the network up to there on this held-out sample, such as 0.")
    ] = None,
    image: Annotated[Path | None, typer.Option(help="Run it on a picture of your own.")] = None,
    *,
    trained: Annotated[Path | None, typer.Option(help="Folder of a run whose weights are used.")] = None,
    as_json: AsJson = False,
) -> None:
    """Look at a wire: its shape, memory and receptive field, and with --row or --image its values for a sample."""
    from builder.looking import look as at

    document = read(file, as_json)
    asked = {"image": image} if image else {"row": row or 0} if row is not None or trained else None
    found = or_stop(lambda: at(document, place, asked, run=trained), as_json)
    if as_json:
        print_json(found.to_json())
    else:
        print(found)
