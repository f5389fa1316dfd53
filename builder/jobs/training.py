"""The job "train": fit a document in a worker, each event into the store, the model into the run's folder."""

from typing import TYPE_CHECKING, Any

from builder.jobs.task import Task

if TYPE_CHECKING:
    from builder.data import Dataset


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
    from builder.documents.reading import loads
    from builder.fitting import fit
    from builder.fitting.freed import keep_freed
    from builder.planning.kept_plans import KeptPlans
    from builder.planning.plan_cache import Cache

    keep_freed()
    document = loads(str(task.payload["document"]))
    settings = dict(task.payload.get("settings") or {})
    settings.pop("data", None)
    table = _table(task)
    if data := _data(task):
        settings["data"] = data
    last: dict[str, Any] = {}
    device = str(task.payload.get("device") or "auto")
    resume = task.earlier_folder(str(task.payload["resume"])) if task.payload.get("resume") else None
    run = fit(
        document,
        data=table,
        settings=settings,
        device=device,
        stop=task.stop,
        checkpoint=task.folder,
        resume=resume,
        features=task.ledger.store.folder / "features",
        cache=Cache(shelf=KeptPlans(task.ledger.store.folder / "plans")),
    )
    for event in run:
        task.emit(event)
        last = event
    return last


def _table(task: Task) -> "Dataset | None":
    """The owner's own table with the columns that were chosen; None where nothing was chosen.

    Raises:
        Refused: there is no such file or column.
    """
    from builder.data.csv_file import load_csv

    columns = task.payload.get("columns")
    if not columns or not task.payload.get("upload"):
        return None
    known = {name: columns[name] for name in ("label", "text", "numbers") if columns.get(name) is not None}
    return load_csv(task.own_file(str(task.payload["upload"])), **known)


def _data(task: Task) -> str | None:
    """The name of a data set, or the path of the owner's own file; never a path that a request names."""
    from builder.data import SOURCES
    from builder.data.catalogue import load
    from builder.data.library import names

    if upload := task.payload.get("upload"):
        return str(task.own_file(str(upload)))
    name = task.payload.get("data")
    if name and name not in SOURCES and name not in names():
        load(str(name))  # raises, and names those that exist
    return name
