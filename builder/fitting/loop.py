"""fit: train a document on data, as a generator of plain events. There is no screen in it."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any

from builder.data import Dataset
from builder.data.dataset import Array
from builder.document import Document
from builder.fitting.baseline import baseline
from builder.fitting.faults import problem_of
from builder.fitting.order import batches
from builder.fitting.progress import Progress
from builder.fitting.proof import Digests, compare, digests
from builder.fitting.record import record_of
from builder.fitting.running import Run, Table
from builder.fitting.settings import Settings, settings_of
from builder.fitting.setup import dataset_of, notes_of, run_of
from builder.fitting.targets import Target
from builder.inside import is_under
from builder.problem import refuse
from builder.registry import Registry
from builder.routing import Hits
from builder.writing.places import added_of, frozen_of, later_of

if TYPE_CHECKING:
    from accelerate import Accelerator

Event = dict[str, Any]
Stop = Callable[[], bool]
CHECKPOINT_SECONDS = 30.0


def fit(
    document: Document,
    registry: Registry | None = None,
    *,
    data: Dataset | None = None,
    settings: Mapping[str, Any] | None = None,
    device: str = "auto",
    stop: Stop = lambda: False,
    checkpoint: str | Path | None = None,
) -> Iterator[Event]:
    """Train a document and yield what happens: preparing, started, step, epoch, finished, or failed.

    `settings` change the document's own; `data` replaces its data set. `stop` is asked between steps. With
    `checkpoint`, a folder, the trained network is written there in a form that `infer` reads. Nothing is
    raised for what people can cause: it comes as a ``failed`` event that holds the problem.
    """
    try:
        yield from _fit(
            document, registry, data=data, changes=settings, device=device, stop=stop, checkpoint=checkpoint
        )
    except Exception as error:  # noqa: BLE001 - whatever a library raises becomes a problem
        yield {"event": "failed", "problem": problem_of(error).to_json()}


@dataclass
class _State:
    """What a run has reached."""

    test: Table
    routes: dict[str, Hits] = field(default_factory=dict)
    """The samples that each branch answered in the last epoch, of the training rows and of the test."""
    fitted: dict[str, Array] = field(default_factory=dict)
    """What baselines need to answer again, by output and name."""
    epoch: int = 0
    stopped: bool = False


def _fit(
    document: Document,
    registry: Registry | None,
    *,
    data: Dataset | None,
    changes: Mapping[str, Any] | None,
    device: str,
    stop: Stop,
    checkpoint: str | Path | None,
) -> Iterator[Event]:
    began, cpu = monotonic(), process_time()
    settings = settings_of(document, changes)
    yield _said("Reading the data.")
    dataset = dataset_of(settings, data)
    yield _said("Building the network.")
    run, accelerator = run_of(document, registry, dataset, settings, device)
    before = _digests(run)
    yield _started(run, accelerator)
    state = _State(test={})
    save = _saver(checkpoint, run, settings)
    yield from _epochs(run, settings, state, stop, lambda: save(state.test))
    yield _said("Measuring the baseline.")
    result = _result(run, state, before)
    save(state.test, result, state.fitted)
    size = run.network.planned.size
    yield {
        "event": "finished",
        **result,
        "seconds": round(monotonic() - began, 2),
        "cpu_seconds": round(process_time() - cpu, 2),
        "parameters": size.parameters,
        "trainable": run.trainable,
        "stopped": state.stopped,
    }


def _epochs(
    run: Run, settings: Settings, state: _State, stop: Stop, save: Callable[[], None]
) -> Iterator[Event]:
    epochs = settings.training.epochs if run.optimiser else 1
    rows = run.dataset.train
    count = 1 if run.features.graph else len(batches(len(rows), run.batch))
    progress = Progress(epochs, count)
    run.network.module.train()
    saved = monotonic()
    for epoch in range(1, epochs + 1):
        began = monotonic()
        yield from run.begin(epoch, stop, first=epoch == 1)
        sums: dict[str, float] = {}
        meters = run.meters()
        size = len(rows) if run.features.graph else run.batch
        for number, places in enumerate(batches(len(rows), size, seed=run.seed, epoch=epoch), start=1):
            if stop():
                state.stopped = True
                break
            part = rows[places.numpy()]
            losses = run.step(part, epoch=epoch, number=number, meters=meters)
            for name, loss in losses.items():
                sums[name] = sums.get(name, 0.0) + float(loss) * len(part)
            _finite(sums["total"])
            if progress.due(len(part)):
                yield progress.event(epoch=epoch, step=number, loss=float(losses["total"]))
        if state.stopped:
            state.test = state.test or run.evaluate(run.dataset.test)
            return
        learned = run.routed.take()
        state.epoch, state.test = epoch, run.evaluate(run.dataset.test)
        state.routes = {"train": learned, "test": run.routed.take()}
        means = {name: value / len(rows) for name, value in sums.items()}
        yield {
            "event": "epoch",
            "epoch": epoch,
            "epochs": epochs,
            "loss": means.pop("total"),
            "losses": means,
            "train": run.table(meters),
            "test": state.test,
            "seconds": round(monotonic() - began, 3),
        }
        if monotonic() - saved > CHECKPOINT_SECONDS:
            saved = monotonic()
            save()


def _started(run: Run, accelerator: "Accelerator") -> Event:
    from builder.fitting.device import name_of

    size = run.network.planned.size
    return {
        "event": "started",
        "device": name_of(accelerator),
        "train": len(run.dataset.train),
        "test": len(run.dataset.test),
        "parameters": size.parameters,
        "trainable": size.trainable,
        "kept": {"nodes": list(run.network.constant), "said": run.features.plan_said()},
        "notes": notes_of(run),
    }


def _result(run: Run, state: _State, before: Digests) -> dict[str, Any]:
    columns = tuple(run.features.feed.columns.values())
    return {
        "test": state.test,
        "baseline": {target.node: _baseline(run, state, columns, target) for target in run.targets},
        "proof": replace(compare(*_held(run, before)), unfrozen=_joined(run)).to_json(),
        **({"routes": state.routes} if any(state.routes.values()) else {}),
    }


def _baseline(run: Run, state: _State, columns: tuple[str, ...], target: Target) -> dict[str, Any]:
    """The baseline of a target; what a task fitted for it is kept beside the weights."""
    if target.task is None:
        return baseline(run.dataset, columns, target)
    column, few = run.dataset.columns[target.column], run.dataset.test[:2]
    found = target.task.baseline(target.params, run.dataset, column, run.results(target, few), target.code)
    state.fitted |= {f"{target.node}.{name}": values for name, values in found.fitted.items()}
    return {"metric": target.metric, "name": found.name, "value": found.value, "majority": found.constant}


def _held(run: Run, before: Digests) -> tuple[Digests, Digests]:
    """The digests before and after, of what was frozen over the whole run."""
    joined = tuple(getattr(run.network.module, "joined", ()))
    return {name: found for name, found in before.items() if not is_under(name, joined)}, _digests(
        run, joined
    )


def _joined(run: Run) -> tuple[str, ...]:
    """What was frozen at first and has learned, with its epoch."""
    later = later_of(run.network.planned)
    joined = set(getattr(run.network.module, "joined", ()))
    return tuple(
        f"{path} from epoch {epoch}" for epoch, paths in later.items() for path in paths if path in joined
    )


def _digests(run: Run, joined: tuple[str, ...] = ()) -> Digests:
    planned = run.network.planned
    return digests(run.network.module, frozen_of(planned), (*added_of(planned), *joined))


def _saver(checkpoint: str | Path | None, run: Run, settings: Settings) -> Callable[..., None]:
    from builder.fitting.checkpoint import write

    def save(
        test: Table, result: Mapping[str, Any] | None = None, fitted: Mapping[str, Array] | None = None
    ) -> None:
        if checkpoint is not None:
            record = record_of(run, settings, {"test": test, **(result or {})})
            write(checkpoint, run.network.module, record, fitted)

    return save


def _finite(total: float) -> None:
    if not math.isfinite(total):
        raise refuse(
            "loss_not_finite",
            "The loss has become infinite or undefined: training has diverged.",
            param="learning_rate",
            expected="a finite loss",
            got=str(total),
            next="Use a smaller learning rate, or normalise what enters the trained part.",
        )


def _said(text: str) -> Event:
    return {"event": "preparing", "said": text}
