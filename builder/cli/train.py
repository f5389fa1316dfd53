"""`netgraft train`: a run in this process, line by line."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from builder.cli.frame import PROBLEMS, SOUND, AsJson, File, print_json, read


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
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that share each batch, such as one for each GPU.")
    ] = 1,
    as_json: AsJson = False,
) -> None:
    """Train a document and print the final metrics, the baseline and the proof of what stayed frozen."""
    if processes > 1 and "WORLD_SIZE" not in os.environ:
        raise typer.Exit(_together(processes))
    from builder.fitting import fit
    from builder.fitting.freed import keep_freed
    from builder.store import data_folder

    keep_freed()
    document = read(file, as_json)
    chosen = {"epochs": epochs, "data": data}
    settings = {name: value for name, value in chosen.items() if value is not None}
    last: dict[str, Any] = {}
    if resume and output is None:
        raise typer.BadParameter("--resume needs the --output folder of the run that it goes on with.")
    features = data_folder() / "features"
    before = output if resume else None
    quiet = as_json or os.environ.get("RANK", "0") != "0"
    for event in fit(document, settings=settings, checkpoint=output, resume=before, features=features):
        last = event
        line = _progress(event)
        if line and not quiet:
            print(line, flush=True)
    failed = last["event"] == "failed"
    if as_json and os.environ.get("RANK", "0") == "0":
        found = {key: value for key, value in last.items() if key != "event"}
        print_json({"ok": False, "problems": [last["problem"]]} if failed else {"ok": True} | found)
    if failed:
        raise typer.Exit(PROBLEMS)


def _together(processes: int) -> int:
    """Start this command in several processes, which find each other through torchrun; give the exit code."""
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
    from torch.distributed.run import main

    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // processes)))
    launcher = ["--standalone", "--max-restarts", "0", "--nproc-per-node", str(processes)]
    try:
        main([*launcher, "-m", "builder", *sys.argv[1:]])
    except ChildFailedError:
        return PROBLEMS
    return SOUND


def _progress(event: dict[str, Any]) -> str:
    """One line of text for an event of a run; empty for those too small to print."""
    kind = event["event"]
    if kind in ("preparing", "kept", "noted"):
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
