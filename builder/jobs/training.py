"""The job "train": fit a document in a worker, each event into the store, the model into the run's folder."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from builder.jobs.asked import Asked
from builder.jobs.task import Task

if TYPE_CHECKING:
    from builder.data import Dataset
    from builder.jobs.kind import Work


def train(task: Task) -> dict[str, Any]:
    """Train ``payload["document"]`` (JSON text) and return the last event.

    ``data`` names a data set that ships with Netgraft or with a library, ``upload`` a file that the owner brought, of
    which ``columns`` choose the label, the text and the numbers; ``settings`` change the document's own, ``device``
    is "auto" unless given. ``resume`` names an earlier job of the owner that was stopped or interrupted: this one
    goes on from its last checkpoint.

    Raises:
        DocumentError: the text is not a document.
        Refused: there is no such data set or file.
    """
    from builder.fitting import fit

    return _told(task, fit(**_given(task.asked), **_place(task)))


def prepare(asked: Asked) -> "Work":
    """Read the data and build the network of a training that may be asked for; what is returned trains it.

    A zip is left to the training itself, since reading it takes room on the disk.

    Raises:
        DocumentError, Refused: it cannot be trained.
    """
    from builder.fitting.loop import carry_out
    from builder.fitting.ready import ready_run

    if str(asked.payload.get("upload")).endswith(".zip"):
        return train
    ready = ready_run(**_given(asked))
    return lambda task: _told(task, carry_out(ready, **_place(task)))


def _given(asked: Asked) -> dict[str, Any]:
    """What a payload says of a run before its first step."""
    from builder.documents.reading import loads
    from builder.fitting.freed import keep_freed
    from builder.planning.kept_plans import KeptPlans
    from builder.planning.plan_cache import Cache

    keep_freed()
    document = loads(str(asked.payload["document"]))
    settings = dict(asked.payload.get("settings") or {})
    settings.pop("data", None)
    table = _table(asked)
    if data := _data(asked):
        settings["data"] = data
    folder = asked.ledger.store.folder
    return {
        "document": document,
        "data": table,
        "settings": settings,
        "device": str(asked.payload.get("device") or "auto"),
        "features": folder / "features",
        "cache": Cache(shelf=KeptPlans(folder / "plans")),
    }


def _place(task: Task) -> dict[str, Any]:
    """Where a run is written to, from which run it goes on, and when it stops."""
    earlier = task.asked.payload.get("resume")
    resume = task.asked.earlier_folder(str(earlier)) if earlier else None
    return {"stop": task.stop, "checkpoint": task.folder, "resume": resume}


def _told(task: Task, run: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Tell each event of a run, and return the last one."""
    last: dict[str, Any] = {}
    for event in run:
        task.emit(event)
        last = dict(event)
    return last


def _table(asked: Asked) -> "Dataset | None":
    """The owner's own table with the columns that were chosen; None where nothing was chosen.

    Raises:
        Refused: there is no such file or column.
    """
    from builder.data.csv_file import load_csv

    columns = asked.payload.get("columns")
    if not columns or not asked.payload.get("upload"):
        return None
    known = {name: columns[name] for name in ("label", "text", "numbers") if columns.get(name) is not None}
    return load_csv(asked.own_file(str(asked.payload["upload"])), **known)


def _data(asked: Asked) -> str | None:
    """The name of a data set, or the path of the owner's own file; never a path that a request names."""
    from builder.data import SOURCES
    from builder.data.catalogue import load
    from builder.data.library import names

    if upload := asked.payload.get("upload"):
        return str(asked.own_file(str(upload)))
    name = asked.payload.get("data")
    if name and name not in SOURCES and name not in names():
        load(str(name))  # raises, and names those that exist
    return name
