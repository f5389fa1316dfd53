"""Keeping features: what the constant part gives is computed once for every row, and then only looked up.

What is kept belongs to this network and these rows. With a store it outlives the run, under a key that changes with
anything upstream.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from builder.fitting.feature_store import Draft, FeatureStore
from builder.fitting.feed import Feed
from builder.fitting.folding import Fold, folded
from builder.fitting.network import Network, listed
from builder.fitting.tried import exact_folds

if TYPE_CHECKING:
    import torch

    Values = dict[str, torch.Tensor]

ROOM = 2_000_000_000
"""Bytes of features that are kept in memory."""

CHUNK = 32
"""Rows that run together on a processor at most: what they leave between two layers has to stay near it."""

FOUND = "The features were kept from an earlier run: the frozen part does not run at all."

Event = dict[str, Any]


@dataclass
class Features:
    """What enters the trained part, for any rows: looked up where it was kept, else computed anew."""

    network: Network
    feed: Feed
    batch: int
    graph: bool
    room: int = ROOM
    store: FeatureStore | None = None
    kept: "Values" = field(default_factory=dict)
    place: Any = None
    """The place of each row in what is kept."""

    def of(self, rows: Any) -> "Values":
        """The values that leave the constant part for these rows, and the arguments that the rest needs."""
        import torch

        network = self.network
        if not self.kept:
            arguments = self.feed.arguments(rows, network.device, again=True)
            return network.fixed(arguments) | {name: arguments[name] for name in network.fresh}
        fresh = self.feed.arguments(rows, network.device, network.fresh, again=True) if network.fresh else {}
        if self.graph:
            return self.kept | fresh
        places = torch.from_numpy(self.place[np.asarray(rows)])
        return {name: value[places].to(network.device) for name, value in self.kept.items()} | fresh

    def lengths(self, rows: Any) -> "torch.Tensor | None":
        """How long the texts of these rows are, where they enter the trained part and padding can be spared."""
        if not self.feed.trimmed:
            return None
        return self.feed.lengths(rows, self.network.fresh if self.kept else None)

    def at(self, network: Network) -> "Features":
        """The same for a network that was taken apart elsewhere; nothing is kept yet."""
        return replace(self, network=network, kept={}, place=None)

    def plan_said(self) -> str:
        """One sentence on what will be kept, or why nothing is."""
        names, reasons = self.network.constant, self.network.reasons
        why = "; ".join(f"{node}: {reason}" for node, reason in reasons.items())
        if names:
            said = f"{listed(names)} will run once; the features are kept for the other epochs."
            return f"{said} Not {why}." if why else said
        if why:
            return f"Nothing is kept: {why}."
        return "Nothing is kept, since nothing frozen stands in front: every epoch runs the whole network."

    def compute(self, rows: Any, stop: Callable[[], bool], key: Callable[[], str] = str) -> Iterator[Event]:
        """Have what leaves the constant part for these rows: from the store, or run once, telling how far it is.

        `key` gives the key in the store; it is asked for only where there is one.
        """
        if not self.network.constant:
            return
        if self.graph:
            self.kept = self.network.fixed(self.feed.arguments(rows, self.network.device))
            return
        self.place = np.zeros(int(np.max(rows)) + 1, dtype=np.int64)
        self.place[np.asarray(rows)] = np.arange(len(rows))
        name = key() if self.store else ""
        if self.store and (found := self.store.get(name)) is not None:
            self.kept = found
            yield self._turned(FOUND)
            return
        rows = self.feed.ordered(np.asarray(rows))
        folds = exact_folds(self.network.module, self._part, rows)
        if folds is None:
            yield self._turned("Nothing is kept: a row's features depend on the others of its batch.")
            return
        first = self._part(rows[: self._chunk], folds)
        needed = _bytes(first) * len(rows) // len(rows[: self._chunk])
        draft = self._draft(name, first, len(rows), needed)
        if draft is None and needed > self.room:
            yield self._turned(f"Nothing is kept: the features would need {needed / 1e9:.1f} GB.")
            return
        target = draft.tensors if draft else _empty(first, len(rows))
        try:
            done = yield from self._fill(target, rows, first, folds, stop)
        except BaseException:
            if draft:
                draft.drop()
            raise
        if draft:
            self._settle(draft, done=done)
        if done:
            self.kept = target

    def _fill(
        self,
        target: "Values",
        rows: Any,
        first: "Values",
        folds: tuple[Fold, ...],
        stop: Callable[[], bool],
    ) -> Generator[Event, None, bool]:
        """Run the constant part over all rows, batch by batch; false when it was stopped."""
        import torch

        told = monotonic()
        for start in range(0, len(rows), self._chunk):
            if stop():
                return False
            chunk = rows[start : start + self._chunk]
            part = first if start == 0 else self._part(chunk, folds)
            places = torch.from_numpy(self.place[chunk])
            for name, value in part.items():
                target[name][places] = value
            if monotonic() - told > 0.5:
                told = monotonic()
                yield _said(f"Running the frozen part: {start + len(chunk)} of {len(rows)}.")
        return True

    @property
    def _chunk(self) -> int:
        return min(self.batch, CHUNK) if self.network.device.type == "cpu" else self.batch

    def _part(self, rows: Any, folds: tuple[Fold, ...] = ()) -> "Values":
        arguments = self.feed.arguments(rows, self.network.device)
        with folded(folds):
            return self.network.fixed(arguments)

    def _turned(self, said: str) -> Event:
        """What became of the plan to keep features, where it is not what was said when the run began."""
        nodes = list(self.network.constant) if said == FOUND else []
        return {"event": "kept", "nodes": nodes, "said": said}

    def _draft(self, key: str, first: "Values", count: int, needed: int) -> Draft | None:
        """A file for the features where there is a store with room for them."""
        if self.store is None or not self.store.room_for(needed):
            return None
        try:
            return self.store.begin(
                key, {name: ((count, *value.shape[1:]), value.dtype) for name, value in first.items()}
            )
        except (OSError, KeyError):
            return None

    def _settle(self, draft: Draft, *, done: bool) -> None:
        if done and self.store:
            draft.finish()
            self.store.tidy()
        else:
            draft.drop()


def _empty(first: "Values", count: int) -> "Values":
    return {name: value.new_empty((count, *value.shape[1:])) for name, value in first.items()}


def _bytes(values: "Values") -> int:
    return sum(value.numel() * value.element_size() for value in values.values())


def _said(text: str) -> Event:
    return {"event": "preparing", "said": text}
