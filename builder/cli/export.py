"""`netgraft export`: the network as Python."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from builder.cli.frame import File, or_stop, read, write


def export(
    file: File,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; printed otherwise.")
    ] = None,
) -> None:
    """Write the network as a Python file that needs no Netgraft."""
    from builder.writing.source import to_source

    document = read(file)
    text = or_stop(lambda: to_source(document))
    if output is None:
        print(text, end="")
    else:
        write(output, text)
        print(f"wrote {output}", file=sys.stderr)
