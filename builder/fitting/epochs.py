"""The epochs of a run: batch by batch, with an event now and then, and a checkpoint now and then."""

import math
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from builder.fitting.compiling import Compiling
from builder.fitting.falling import fall
from builder.fitting.metrics import Meter
from builder.fitting.progress import Progress
from builder.fitting.reached import Reached
from builder.fitting.running import Run
from builder.problem import refuse

Event = dict[str, Any]
CHECKPOINT_SECONDS = 30.0


def epochs_of(
    run: Run, reached: Reached, stop: Callable[[], bool], save: Callable[[], None]
) -> Iterator[Event]:
    """Train from where the run is to its last epoch, or until it is stopped; `reached` follows."""
    try:
        yield from _epochs(run, reached, stop, save)
    finally:
        run.features.drop()


def _epochs(
    run: Run, reached: Reached, stop: Callable[[], bool], save: Callable[[], None]
) -> Iterator[Event]:
    epochs = run.training.epochs if run.optimiser else 1
    steps = len(run.order(1))
    progress = Progress(epochs, steps, before=reached.epoch * steps + reached.step)
    run.network.module.train()
    clock, compiling = _Clock(save), Compiling(run)
    first = reached.epoch + 1
    for epoch in range(first, epochs + 1):
        began = monotonic()
        yield from run.begin(epoch, stop, first=epoch == first)
        meters = run.meters()
        for number, part in enumerate(run.parts(epoch), start=1):
            if number <= reached.step:
                run.features.have(run.share(part)[0])
                continue
            if run.crew.any(stop()):
                reached.stopped = True
                return
            if run.optimiser and run.training.falling:
                fall(run.optimiser, (epoch - 1) * steps + number - 1, epochs * steps)
            before, started = run.features.spent, monotonic()
            losses = run.step(part, epoch=epoch, number=number, meters=meters)
            for name, loss in losses.items():
                reached.sums[name] = reached.sums.get(name, 0.0) + float(loss) * len(part)
            _finite(reached.sums["total"])
            reached.step = number
            once = run.features.spent - before
            ahead = (epochs - epoch) * steps + steps - number
            yield from compiling.step(part, monotonic() - started - once, ahead)
            if progress.due(len(part), once):
                left = run.features.seconds_left
                yield progress.event(epoch=epoch, step=number, loss=float(losses["total"]), ahead=left)
            clock.tick()
        yield _ended(run, reached, meters, began)
        clock.tick()


def _ended(run: Run, reached: Reached, meters: dict[str, Meter], began: float) -> Event:
    """Measure an epoch that is done, and note it."""
    run.crew.level(run.network.module)
    learned = run.routed.take()
    reached.epoch, reached.step = reached.epoch + 1, 0
    reached.test = run.evaluate(run.dataset.test)
    reached.routes = {"train": learned, "test": run.routed.take()}
    means = {name: value / len(run.dataset.train) for name, value in reached.sums.items()}
    reached.sums = {}
    event = {
        "event": "epoch",
        "epoch": reached.epoch,
        "epochs": run.training.epochs if run.optimiser else 1,
        "loss": means.pop("total"),
        "losses": means,
        "train": run.table(meters),
        "test": reached.test,
        "seconds": round(monotonic() - began, 3),
    }
    reached.history.append(event)
    return event


class _Clock:
    """Saves when the last time is long enough ago."""

    def __init__(self, save: Callable[[], None]) -> None:
        self._save = save
        self._saved = monotonic()

    def tick(self) -> None:
        if monotonic() - self._saved > CHECKPOINT_SECONDS:
            self._save()
            self._saved = monotonic()


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
