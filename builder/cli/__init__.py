"""The command line: a file a command. Each imports what it needs when it runs, so that help and lists stay light."""

import os
import warnings
from collections.abc import Callable

import typer

from builder.cli.check import check
from builder.cli.compare import compare
from builder.cli.export import export
from builder.cli.lists import blocks, examples, lessons
from builder.cli.look import look
from builder.cli.serve import serve
from builder.cli.summary import summary
from builder.cli.train import train

COMMANDS: tuple[Callable[..., None], ...] = (
    serve,
    check,
    look,
    compare,
    summary,
    export,
    train,
    blocks,
    examples,
    lessons,
)
"""In the order of the help."""

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build on pre-trained networks: graft heads, see every shape, prove what stayed frozen.",
)
for command in COMMANDS:
    cli.command()(command)


def main() -> None:
    """Entry point of the ``netgraft`` command."""
    warnings.filterwarnings("ignore", "`torch.jit.script`", FutureWarning)  # torch_geometric's, at import
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # spinning threads starve a small machine
    cli()
