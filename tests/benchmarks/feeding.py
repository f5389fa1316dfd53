"""Pictures in memory, and read while the network learns: ``python -m tests.benchmarks.feeding [--photos 96]``.

Photographs of 640 x 480 as JPEG files, made from a seed, and a ResNet-18 that learns at 64 x 64. All ways have the same
order, so that the losses have to be the same. They take turns, and the shortest time of each part counts. Where the
pictures are not in memory, prepared ones may not stay there either, as if they were too many.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from PIL import Image

from builder import Document, add, connect
from builder.data import load_own, picture_files
from builder.data.picture_files import PictureFiles
from builder.data.scratch import Scratch
from builder.fitting import fit, resident

WAYS = {
    "memory": "all in memory",
    "ahead": "read ahead, then kept on the disk",
    "again": "read ahead, in each epoch again",
    "one": "read one by one in each epoch, none ahead",
}
EPOCHS, BATCH, SIDE, CLASSES = 3, 32, 64, 3
Figures = dict[str, Any]


def main() -> None:
    """Make the photographs, run each way, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=96)
    parser.add_argument("--rounds", type=int, default=3, help="how often each way has its turn")
    asked = parser.parse_args()
    print("| pictures | reading | epoch 1 | later | all | times memory's | CPU of all | last loss |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), asked.photos)
        measured("memory", Path(folder))  # the first run of a process pays for imports
        rounds = [{way: measured(way, Path(folder)) for way in WAYS} for _ in range(asked.rounds)]
    best = {way: _least([found[way] for found in rounds]) for way in WAYS}
    for way, row in best.items():
        told = [f"{row[name]:.2f} s" for name in ("reading", "first", "later", "all")]
        ratio, cpu = f"{row['all'] / best['memory']['all']:.2f}", f"{row['cpu']:.1f} s"
        print("|", " | ".join([WAYS[way], *told, ratio, cpu, row["loss"]]), "|")


def _least(rounds: list[Figures]) -> Figures:
    """The shortest time of each part, and the loss, which is the same in all of them."""
    found = {name: min(row[name] for row in rounds) for name in ("reading", "first", "later", "cpu")}
    (loss,) = {row["loss"] for row in rounds}
    return found | {"all": found["reading"] + found["first"] + (EPOCHS - 1) * found["later"], "loss": loss}


def measured(way: str, folder: Path) -> Figures:
    """Wall seconds of reading, of the first epoch and of a later one, CPU seconds of all, and the last loss."""
    with without(way):
        began, cpu = time.perf_counter(), time.process_time()
        data = load_own(folder, room=None if way == "memory" else 0)
        reading = time.perf_counter() - began
        settings = {"epochs": EPOCHS, "batch": BATCH, "learning_rate": 1e-4}
        told = fit(network(), data=data, settings=settings, device="cpu")
        epochs = [event for event in told if event["event"] == "epoch"]
    return {
        "reading": reading,
        "first": epochs[0]["seconds"],
        "later": min(event["seconds"] for event in epochs[1:]),
        "cpu": time.process_time() - cpu,
        "loss": f"{epochs[-1]['loss']:.6f}",
    }


@contextmanager
def without(way: str) -> Iterator[None]:
    """Inside, a way does without memory, without the disk, and without reading ahead and side by side."""
    with ExitStack() as stack:
        if way != "memory":
            stack.enter_context(patch.object(resident, "free", lambda _: 0))
        if way in ("again", "one"):
            stack.enter_context(patch.object(Scratch, "of", lambda *_: None))
        if way == "one":
            stack.enter_context(patch.object(PictureFiles, "ahead", lambda *_: None))
            stack.enter_context(patch.object(picture_files, "THREADS", 1))
        yield


def network() -> Document:
    """Pictures of 64 x 64 -> a ResNet-18 that learns -> three classes, or as many as there are."""
    made = add(Document(), "image_input", "source", size=SIDE)
    made = connect(add(made, "torchvision", "backbone", model="resnet18"), "source.image", "backbone.image")
    made = connect(add(made, "linear", "scores", out_features=10), "backbone.features", "scores.x")
    return connect(add(made, "class_output", "kind"), "scores.y", "kind.x")


def make(folder: Path, count: int) -> None:
    """Soft blots with a grain, as a camera gives, each class with a tint of its own."""
    for number in range(count):
        draw = np.random.default_rng(number)
        blots = Image.fromarray(draw.integers(0, 256, (30, 40, 3), dtype=np.uint8))
        pixels = np.asarray(blots.resize((640, 480))).astype(np.int16) + draw.integers(-12, 13, (480, 640, 3))
        pixels[..., number % CLASSES] += 40
        place = folder / f"class{number % CLASSES}"
        place.mkdir(exist_ok=True)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(place / f"{number:05d}.jpg", quality=85)


if __name__ == "__main__":
    main()
