"""The same task with Netgraft itself, in the environment that runs the benchmarks."""

import sys
import tempfile
from pathlib import Path

import torchmetrics.classification  # noqa: F401 - the app's workers have it loaded when a run begins

from builder import Document, add, connect, freeze
from builder.data import Column, Dataset
from builder.fitting import fit
from builder.fitting.freed import keep_freed
from tests.benchmarks.task import BATCH, CLASSES, COUNT, EPOCHS, RATE, SIDE, Clock, images


def document(*, stage: bool, hidden: bool = False) -> Document:
    """Images -> frozen ResNet-18 -> ten scores; with `stage` its last stage learns too, with `hidden` another head."""
    network = add(Document(), "image_input", "image", size=SIDE)
    network = connect(
        add(network, "torchvision", "backbone", model="resnet18"), "image.image", "backbone.image"
    )
    network = freeze(network, "backbone", up_to="layer3") if stage else freeze(network, "backbone")
    last = "backbone.features"
    if hidden:
        network = connect(add(network, "linear", "hidden", out_features=64), last, "hidden.x")
        network = connect(add(network, "relu", "relu"), "hidden.y", "relu.x")
        last = "relu.y"
    network = connect(add(network, "linear", "scores", out_features=CLASSES), last, "scores.x")
    return connect(add(network, "class_output", "kind"), "scores.y", "kind.x")


def data() -> Dataset:
    """The task's images, with eight of them as the test."""
    import numpy as np

    pixels, labels = images()
    names = tuple(str(number) for number in range(CLASSES))
    columns = {
        "image": Column("image", np.concatenate([pixels, pixels[:8]])),
        "label": Column("label", np.concatenate([labels, labels[:8]]), names),
    }
    rows = np.arange(COUNT + 8)
    return Dataset("task", "The task", columns, rows[:COUNT], rows[COUNT:], "label")


def run(clock: Clock, network: Document, folder: Path) -> None:
    """Train, and tell the clock when an epoch has ended."""
    given = data()
    settings = {"epochs": EPOCHS, "batch": BATCH, "learning_rate": RATE}
    for event in fit(network, data=given, settings=settings, device="cpu", features=folder):
        if event["event"] == "started":
            clock.begin()
        if event["event"] == "epoch":
            clock.epoch(event["loss"])
        if event["event"] == "failed":
            raise SystemExit(event["problem"]["said"])
        if event["event"] == "epoch" and event["epoch"] == EPOCHS:
            return


def main() -> None:
    """Run one case: ``frozen``, ``stage`` or ``second`` (another head, after a run that is not counted)."""
    case = sys.argv[1]
    keep_freed()  # as the app's workers and the command line do
    with tempfile.TemporaryDirectory() as folder:
        if case == "second":
            run(Clock(""), document(stage=False), Path(folder))
        clock = Clock("Netgraft")
        run(clock, document(stage=case == "stage", hidden=case == "second"), Path(folder))
        clock.end()


if __name__ == "__main__":
    main()
