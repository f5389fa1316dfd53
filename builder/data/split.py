"""The split into rows to learn from and rows to test on: fixed by a seed, every class in both."""

import numpy as np

from builder.data.dataset import Array


def stratified(labels: Array, *, test: float = 0.25, seed: int = 0) -> tuple[Array, Array]:
    """Shuffle the rows and give each class's share to the test, at least one where a class has two rows.

    The training rows are ordered so that any first part of them holds the classes nearly evenly.
    """
    generator = np.random.default_rng(seed)
    train: list[tuple[float, int]] = []
    held: list[tuple[float, int]] = []
    for label in np.unique(labels):
        rows = generator.permutation(np.flatnonzero(labels == label))
        count = min(len(rows) - 1, max(1, round(len(rows) * test))) if len(rows) > 1 else 0
        held += _spread(rows[:count], generator)
        train += _spread(rows[count:], generator)
    return _ordered(train), _ordered(held)


def shuffled(count: int, *, test: float = 0.25, seed: int = 0) -> tuple[Array, Array]:
    """Shuffle rows that have no classes."""
    rows = np.random.default_rng(seed).permutation(count)
    cut = min(count - 1, max(1, round(count * test)))
    return rows[cut:], rows[:cut]


def _spread(rows: Array, generator: np.random.Generator) -> list[tuple[float, int]]:
    """Places between 0 and 1 for the rows of one class, evenly apart with a little noise."""
    places = (np.arange(len(rows)) + generator.random(len(rows))) / max(len(rows), 1)
    return list(zip(places.tolist(), rows.tolist(), strict=True))


def _ordered(placed: list[tuple[float, int]]) -> Array:
    return np.array([row for _, row in sorted(placed)], dtype=np.int64)
