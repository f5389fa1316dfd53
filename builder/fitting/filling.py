"""Filling: the features of all rows, each computed when it is first asked for, in memory or in a file of the store."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from builder.fitting.feature_store import Draft, FeatureStore
from builder.fitting.folding import Fold

if TYPE_CHECKING:
    import torch

    Values = dict[str, torch.Tensor]


@dataclass
class Filling:
    """Room for the features of every row, and which rows are there. A file counts once all of them are."""

    values: "Values"
    there: Any
    """Whether the row at each place is there: one truth value a row."""
    folds: tuple[Fold, ...]
    draft: Draft | None = None
    store: FeatureStore | None = None
    spent: float = 0.0
    """Seconds that the rows took which are there."""

    @property
    def whole(self) -> bool:
        return bool(self.there.all())

    @property
    def seconds_left(self) -> float:
        """How long the rows that are missing will take, going by those that are there."""
        done = int(self.there.sum())
        return self.spent / done * (len(self.there) - done) if done else 0.0

    def put(self, places: Any, values: "Values") -> None:
        """Put the features of the rows at these places; with the last of them the file gets its name."""
        import torch

        where = torch.from_numpy(places)
        for name, value in values.items():
            self.values[name][where] = value
        self.there[places] = True
        if self.whole:
            self._end()

    def _end(self) -> None:
        """Let go of what only computing needed, and let the file count."""
        self.folds = ()
        if self.draft and self.store:
            self.draft.finish()
            self.store.tidy()
            self.draft = None

    def drop(self) -> None:
        """Leave no file behind that is not full; what is there stays in memory."""
        if self.draft:
            self.draft.drop()
            self.draft = None


def begun(
    few: "Values", count: int, folds: tuple[Fold, ...], *, store: FeatureStore | None, key: str, room: int
) -> Filling | None:
    """Room for so many rows like these few: in the store where it has some, else in memory; None where neither has."""
    draft = _draft(few, count, store, key)
    if draft is None and size_of(few, count) > room:
        return None
    values = (
        draft.tensors if draft else {name: few[name].new_empty(form) for name, form in _forms(few, count)}
    )
    return Filling(values, np.zeros(count, dtype=bool), folds, draft, store)


def size_of(few: "Values", count: int) -> int:
    """Bytes of so many rows like these few."""
    held = sum(value.numel() * value.element_size() for value in few.values())
    return held * count // len(next(iter(few.values())))


def _forms(few: "Values", count: int) -> "Iterator[tuple[str, tuple[int, ...]]]":
    yield from ((name, (count, *value.shape[1:])) for name, value in few.items())


def _draft(few: "Values", count: int, store: FeatureStore | None, key: str) -> Draft | None:
    """A file for the features where there is a store with room for them."""
    if store is None or not store.room_for(size_of(few, count)):
        return None
    try:
        return store.begin(key, {name: (form, few[name].dtype) for name, form in _forms(few, count)})
    except (OSError, KeyError):
        return None
