"""The command line. Each command imports what it needs when it runs, so that help and lists stay light."""

import json
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from builder.problem import DocumentError, Fix, Problem, Refused

if TYPE_CHECKING:
    from builder.document import Document

SOUND, PROBLEMS, UNREADABLE = 0, 1, 2
"""Exit codes of every command that reads a document."""

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build on pre-trained networks: graft heads, see every shape, prove what stayed frozen.",
)

File = Annotated[
    Path, typer.Argument(help="A Netgraft document (JSON), or the id of an example such as s12.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


@cli.command()
def serve(
    port: Annotated[int, typer.Option(help="Port of the page.")] = 7860,
    host: Annotated[str, typer.Option(help="Address to bind to.")] = "127.0.0.1",
    public: Annotated[bool, typer.Option("--public", help="Allow an address that others can reach.")] = False,
    login: Annotated[str, typer.Option(help="NAME:PASSWORD that visitors must give.")] = "",
) -> None:
    """Open the builder in the browser."""
    from builder.ui.serve import serve as start

    start(host=host, port=port, public=public, login=login or None)


@cli.command()
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
    from builder.kept_plans import KeptPlans
    from builder.plan_cache import Cache
    from builder.planning import plan
    from builder.reporting import as_data, as_text, chosen

    cache = Cache(shelf=KeptPlans.open())
    planned = with_fixes(plan(_read(file, as_json), cache=cache), cache)
    written = None
    if fix is not None:
        title, document = _repaired(lambda: chosen(planned, fix), planned.document, as_json)
        written = _write(document, output or Path(f"{file.stem}.fixed.json"), overwrite, as_json)
        planned = with_fixes(plan(document, cache=cache), cache)
        print(f"{title}: wrote {written}", file=sys.stderr)
    if as_json:
        _print_json(as_data(planned) | ({"written": str(written)} if written else {}))
    else:
        for line in as_text(planned):
            print(line)
    raise typer.Exit(SOUND if planned.sound else PROBLEMS)


def _repaired(choose: "Callable[[], Fix]", document: "Document", as_json: bool) -> tuple[str, "Document"]:
    """The title of a fix, and the document with it."""
    from builder.editing import repair

    try:
        fix = choose()
        return fix.title, repair(document, fix.changes)
    except Refused as error:
        _report((error.problem,), as_json)
        raise typer.Exit(UNREADABLE) from None


def _write(document: "Document", file: Path, overwrite: bool, as_json: bool) -> Path:
    from builder.reading import dumps

    if file.exists() and not overwrite:
        problem = Problem(
            code="file_exists",
            said=f"{file} exists, and is left as it is.",
            got=str(file),
            next="Name another file with -o, or add --overwrite.",
        )
        _report((problem,), as_json)
        raise typer.Exit(UNREADABLE)
    file.write_text(dumps(document), encoding="utf-8")
    return file


@cli.command()
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

    document = _read(file, as_json)
    asked = {"image": image} if image else {"row": row or 0} if row is not None or trained else None
    found = _or_stop(lambda: at(document, place, asked, run=trained))
    if as_json:
        _print_json(found.to_json())
    else:
        print(found)


@cli.command()
def compare(
    before: File,
    after: Annotated[Path, typer.Argument(help="Another document or example.")],
    as_json: AsJson = False,
) -> None:
    """Print what changed from one document to another. Exit code 0 no difference, 1 some, 2 unreadable."""
    from builder.comparing import compare as held

    found = held(_read(before, as_json), _read(after, as_json))
    if as_json:
        _print_json(found.to_json())
    else:
        print(found)
    raise typer.Exit(SOUND if found.same else PROBLEMS)


@cli.command()
def summary(file: File) -> None:
    """Print a table of the nodes with shapes and parameters, then torchinfo's table of the modules."""
    from builder.summarising import summary as table

    document = _read(file)
    print(_or_stop(lambda: str(table(document))))


@cli.command()
def export(
    file: File,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; printed otherwise.")
    ] = None,
) -> None:
    """Write the network as a Python file that needs no Netgraft."""
    from builder.source import to_source

    document = _read(file)
    text = _or_stop(lambda: to_source(document))
    if output is None:
        print(text, end="")
    else:
        output.write_text(text, encoding="utf-8")
        print(f"wrote {output}", file=sys.stderr)


@cli.command()
def train(
    file: File,
    *,
    epochs: Annotated[int | None, typer.Option(help="Epochs; the document's own number otherwise.")] = None,
    data: Annotated[str | None, typer.Option(help="Data set by name, or a folder, zip or CSV file.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for the trained weights.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from the last checkpoint in the --output folder.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Train a document and print the final metrics, the baseline and the proof of what stayed frozen."""
    from builder.fitting import fit
    from builder.store import data_folder

    document = _read(file, as_json)
    chosen = {"epochs": epochs, "data": data}
    settings = {name: value for name, value in chosen.items() if value is not None}
    last: dict[str, Any] = {}
    if resume and output is None:
        raise typer.BadParameter("--resume needs the --output folder of the run that it goes on with.")
    features = data_folder() / "features"
    before = output if resume else None
    for event in fit(document, settings=settings, checkpoint=output, resume=before, features=features):
        last = event
        line = _progress(event)
        if line and not as_json:
            print(line, flush=True)
    if last["event"] == "failed":
        if as_json:
            _print_json({"ok": False, "problems": [last["problem"]]})
        raise typer.Exit(PROBLEMS)
    if as_json:
        _print_json({"ok": True} | {key: value for key, value in last.items() if key != "event"})


@cli.command()
def blocks(as_json: AsJson = False) -> None:
    """List the blocks."""
    from builder.registry import default_registry

    catalogue = default_registry().catalogue()
    if as_json:
        _print_json(catalogue)
        return
    for category in catalogue["categories"]:
        print(f"\n{category['title']}")
        for block in catalogue["blocks"]:
            if block["category"] == category["id"]:
                print(f"  {block['id']:24} {block['sentence']}")


@cli.command()
def examples(as_json: AsJson = False) -> None:
    """List the examples that come with Netgraft."""
    from builder.examples import examples as listed

    rows = [example.to_json() for example in listed()]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        print(f"{row['id']:8} {row['system'] or '':4} {row['title']}")


@cli.command()
def lessons(as_json: AsJson = False) -> None:
    """List the lessons that come with Netgraft; a file that cannot be read is named with what is wrong in it."""
    from builder.lessons import faults
    from builder.lessons import lessons as listed

    rows = [lesson.head() for lesson in listed()]
    if as_json:
        _print_json(rows)
    else:
        for row in rows:
            print(f"{row['id']:8} {row['system'] or '':4} {row['steps']:2} steps  {row['title']}")
    for name, problems in faults().items():
        print(f"\n{name}", *problems, sep="\n", file=sys.stderr)
    if faults():
        raise typer.Exit(PROBLEMS)


def main() -> None:
    """Entry point of the ``netgraft`` command."""
    warnings.filterwarnings("ignore", "`torch.jit.script`", FutureWarning)  # torch_geometric's, at import
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # spinning threads starve a small machine
    cli()


def _read(file: Path, as_json: bool = False) -> "Document":
    from builder.examples import example_path
    from builder.reading import load

    try:
        return load(file if file.exists() else example_path(str(file)) or file)
    except DocumentError as error:
        _report(error.problems, as_json)
        raise typer.Exit(UNREADABLE) from None


def _or_stop(action: Any) -> Any:
    try:
        return action()
    except DocumentError as error:
        _report(error.problems, as_json=False)
    except Refused as error:
        _report((error.problem,), as_json=False)
    raise typer.Exit(PROBLEMS)


def _report(problems: tuple[Problem, ...], as_json: bool) -> None:
    if as_json:
        _print_json({"ok": False, "problems": [problem.to_json() for problem in problems]})
    else:
        for problem in problems:
            print(problem, file=sys.stderr)


def _print_json(data: Any) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False))


def _progress(event: dict[str, Any]) -> str:
    """One line of text for an event of a run; empty for those too small to print."""
    kind = event["event"]
    if kind == "preparing":
        return str(event["said"])
    if kind == "started":
        notes = "".join(f"\n  {note}" for note in event["notes"])
        return f"{event['device']}: {event['train']} to train on, {event['test']} held out{notes}"
    if kind == "epoch":
        return (
            f"epoch {event['epoch']}/{event['epochs']}  loss {event['loss']:.4f}  {_metrics(event['test'])}"
        )
    if kind == "finished":
        base = "; ".join(
            f"{output}: {row['name']} {row['value']:.3f}" for output, row in event["baseline"].items()
        )
        return f"held out: {_metrics(event['test'])}\nbaseline: {base}\n{event['proof']['said']}"
    if kind == "failed":
        problem = event["problem"]
        return f"error: {problem['said']} {problem['next']}"
    return ""


def _metrics(table: dict[str, dict[str, float]]) -> str:
    return "  ".join(
        f"{output} {name} {value:.3f}" for output, row in table.items() for name, value in row.items()
    )
