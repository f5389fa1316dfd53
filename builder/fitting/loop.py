"""fit: train a document on data, as a generator of plain events. There is no screen in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any

from builder.data import Dataset
from builder.documents.document import Document
from builder.fitting import checkpoint
from builder.fitting.baseline import baseline
from builder.fitting.epochs import epochs_of
from builder.fitting.faults import problem_of
from builder.fitting.in_stages import in_stages
from builder.fitting.kept_checkpoints import forget
from builder.fitting.plane import plane_of
from builder.fitting.proof import Digests, compare
from builder.fitting.reached import Reached
from builder.fitting.ready import Ready, getting_ready, said
from builder.fitting.record import record_of
from builder.fitting.resuming import keep, latest, mark_of, restore
from builder.fitting.running import Run
from builder.fitting.settings import Settings
from builder.fitting.setup import digests_of, notes_of
from builder.fitting.targets import Target
from builder.planning.plan_cache import Cache
from builder.registry import Registry
from builder.surgery.survey import is_under
from builder.writing.places import later_of

if TYPE_CHECKING:
    from accelerate import Accelerator

Event = dict[str, Any]
Stop = Callable[[], bool]


def fit(
    document: Document,
    registry: Registry | None = None,
    *,
    data: Dataset | None = None,
    settings: Mapping[str, Any] | None = None,
    device: str = "auto",
    stop: Stop = lambda: False,
    checkpoint: str | Path | None = None,
    resume: str | Path | None = None,
    features: str | Path | None = None,
    cache: Cache | None = None,
) -> Iterator[Event]:
    """Train a document and yield what happens: preparing, started, kept, step, epoch, finished, or failed.

    `settings` change the document's own; `data` replaces its data set. `stop` is asked between steps. With
    `checkpoint`, a folder, the trained network is written there in a form that `infer` reads, and what a stopped
    run can go on from. `resume` names the folder of a run that was stopped or interrupted: the same document,
    settings and data go on from its last checkpoint. `features` is a folder where the features of frozen parts
    are kept for later runs, and `cache` knows plans of nodes from before. Nothing is raised for what people can
    cause: it comes as a ``failed`` event that holds the problem.
    """
    try:
        ready = yield from getting_ready(
            document,
            registry,
            data=data,
            settings=settings,
            device=device,
            features=features,
            cache=cache,
        )
    except Exception as error:  # noqa: BLE001 - whatever a library raises becomes a problem
        yield _failed(error)
    else:
        yield from carry_out(ready, stop=stop, checkpoint=checkpoint, resume=resume)


def carry_out(
    ready: Ready,
    *,
    stop: Stop = lambda: False,
    checkpoint: str | Path | None = None,
    resume: str | Path | None = None,
) -> Iterator[Event]:
    """Do what `fit` does once a run is ready, with the same events and the same numbers."""
    folder, before = (Path(path) if path else None for path in (checkpoint, resume))
    try:
        yield from _carried_out(ready, stop, folder, before)
    except Exception as error:  # noqa: BLE001 - whatever a library raises becomes a problem
        yield _failed(error)


def _carried_out(ready: Ready, stop: Stop, folder: Path | None, resume: Path | None) -> Iterator[Event]:
    began, cpu = monotonic() - ready.seconds, process_time() - ready.cpu
    run = ready.run
    reached = Reached(run.held)
    yield _started(run, ready.accelerator)
    write = _writer(folder, run, ready.settings)
    if ready.settings.training.stages:
        yield from in_stages(run, reached, ready.made, stop)
    else:
        if resume:
            yield from _resumed(run, reached, resume)
        yield from epochs_of(run, reached, stop, lambda: write(reached, _figures(reached)))
        if reached.stopped:
            write(reached, _figures(reached))
    if reached.stopped:
        reached.test = reached.test or run.evaluate(run.dataset.test)
    yield said("Measuring the baseline.")
    result = _result(run, reached)
    write(reached, result, ended=bool(reached.stages) or not reached.stopped)
    size = run.network.planned.size
    yield {
        "event": "finished",
        **result,
        "seconds": round(monotonic() - began, 2),
        "cpu_seconds": round(process_time() - cpu, 2),
        "parameters": size.parameters,
        "trainable": run.trainable,
        "stopped": reached.stopped,
    }


def _resumed(run: Run, reached: Reached, folder: Path) -> Iterator[Event]:
    """Put a run back to its last checkpoint, and tell again what it had told."""
    found = latest(folder)
    run.join_until(max(found.reached.joined, found.reached.epoch + (found.reached.step > 0)))
    restore(run, found, mark_of(run))
    for name in ("before", "epoch", "step", "sums", "history", "test"):
        setattr(reached, name, getattr(found.reached, name))
    yield from ({**event, "epochs": run.training.epochs} for event in reached.history)
    yield said(f"Going on from epoch {reached.epoch + 1}, step {reached.step + 1}.")


def _figures(reached: Reached) -> dict[str, Any]:
    return {"test": reached.test}


def _started(run: Run, accelerator: "Accelerator") -> Event:
    from builder.fitting.device import name_of

    size = run.network.planned.size
    return {
        "event": "started",
        "title": run.network.planned.document.title,
        "device": name_of(accelerator),
        "train": len(run.dataset.train),
        "test": len(run.dataset.test),
        "parameters": size.parameters,
        "trainable": size.trainable,
        "kept": {"nodes": list(run.network.constant), "said": run.features.plan_said()},
        "notes": notes_of(run),
    }


def _result(run: Run, reached: Reached) -> dict[str, Any]:
    columns = tuple(run.features.feed.columns.values())
    return {
        "test": reached.test,
        "baseline": {target.node: _baseline(run, reached, columns, target) for target in run.targets},
        "proof": reached.stages[-1]["proof"]
        if reached.stages
        else replace(compare(*_held(run, reached.before)), unfrozen=_joined(run)).to_json(),
        **({"routes": reached.routes} if any(reached.routes.values()) else {}),
        **({"plane": plane} if (plane := plane_of(run)) else {}),
        **({"stages": reached.stages} if reached.stages else {}),
    }


def _baseline(run: Run, reached: Reached, columns: tuple[str, ...], target: Target) -> dict[str, Any]:
    """The baseline of a target; what a task fitted for it is kept beside the weights."""
    if target.task is None:
        return baseline(run.dataset, columns, target)
    column, few = run.dataset.columns[target.column], run.dataset.test[:2]
    found = target.task.baseline(target.params, run.dataset, column, run.results(target, few), target.code)
    reached.fitted |= {f"{target.node}.{name}": values for name, values in found.fitted.items()}
    return {"metric": target.metric, "name": found.name, "value": found.value, "majority": found.constant}


def _held(run: Run, before: Digests) -> tuple[Digests, Digests]:
    """The digests before and after, of what was frozen over the whole run."""
    joined = tuple(getattr(run.network.module, "joined", ()))
    return {name: found for name, found in before.items() if not is_under(name, joined)}, digests_of(
        run, joined
    )


def _joined(run: Run) -> tuple[str, ...]:
    """What was frozen at first and has learned, with its epoch."""
    later = later_of(run.network.planned)
    joined = set(getattr(run.network.module, "joined", ()))
    return tuple(
        f"{path} from epoch {epoch}" for epoch, paths in later.items() for path in paths if path in joined
    )


def _writer(folder: Path | None, run: Run, settings: Settings) -> Callable[..., None]:
    """What writes the run's folder: a checkpoint while the run is under way, and none once it has reached its end."""

    def write(reached: Reached, figures: Mapping[str, Any], *, ended: bool = False) -> None:
        if folder is None or not run.crew.leads:
            return
        if not ended:
            keep(folder, run, reached, mark_of(run))
        record = record_of(run, settings, figures)
        checkpoint.write(folder, run.network.module, record, reached.fitted)
        if ended:
            forget(folder)

    return write


def _failed(error: Exception) -> Event:
    return {"event": "failed", "problem": problem_of(error).to_json()}
