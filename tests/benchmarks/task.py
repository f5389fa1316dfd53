"""The task that every peer is given: images, classes and sizes, made from a seed. Needs numpy alone."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

COUNT, SIDE, CLASSES, BATCH, EPOCHS, RATE = 512, 96, 10, 64, 5, 1e-3
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def images() -> tuple[Any, Any]:
    """512 images of 96 x 96 as bytes [N, H, W, 3], each class with a tint of its own, and their classes [N]."""
    draw = np.random.default_rng(0)
    labels = np.arange(COUNT, dtype=np.int64) % CLASSES
    tints = draw.integers(0, 120, (CLASSES, 1, 1, 3))
    noise = draw.integers(0, 136, (COUNT, SIDE, SIDE, 3))
    return (noise + tints[labels]).astype(np.uint8), labels


def prepared() -> tuple[Any, Any]:
    """The same images as normalised numbers [N, 3, H, W]."""
    pixels, labels = images()
    values = (pixels.astype(np.float32) / 255 - np.float32(MEAN)) / np.float32(STD)
    return np.ascontiguousarray(values.transpose(0, 3, 1, 2)), labels


def order(epoch: int) -> Iterator[Any]:
    """The places of each batch of an epoch."""
    yield from np.array_split(np.random.default_rng(epoch).permutation(COUNT), COUNT // BATCH)


class Clock:
    """CPU seconds of each epoch, and the seconds until the first loss counted from the start of the process."""

    def __init__(self, peer: str) -> None:
        self._told: dict[str, Any] = {"peer": peer, "epochs": [], "losses": []}
        self._last = time.process_time()

    def begin(self) -> None:
        """What comes from now on belongs to the first epoch."""
        self._told["start"] = round(time.process_time(), 2)
        self._last = time.process_time()

    def epoch(self, loss: float) -> None:
        """An epoch has ended."""
        now = time.process_time()
        self._told["epochs"].append(round(now - self._last, 4))
        self._told["losses"].append(float(loss))
        self._last = now

    def end(self, **more: Any) -> None:
        """Print the figures as the last line."""
        print(json.dumps(self._told | more), flush=True)


def timed(peer: str, work: Callable[[Clock], None]) -> None:
    """Run a peer and print its figures."""
    clock = Clock(peer)
    work(clock)
    clock.end()
