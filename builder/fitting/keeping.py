"""Keeping features: what the constant part gives is computed once for each row, and then only looked up.

A row is computed when it is first asked for, so that the first step waits for its own rows alone. What is kept belongs
to this network and these rows. With a store it outlives the run, under a key that changes with anything upstream.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from builder.fitting.feature_store import FeatureStore
from builder.fitting.feed import Feed
from builder.fitting.filling import Filling, begun, size_of
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

TEXTS = 8
"""The same for texts without padding to spare: only those of about one length run together."""

FOUND = "The features were kept from an earlier run: the frozen part does not run at all."

Event = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """What came of trying whether features can be kept: the first rows, their features, and what is folded."""

    rows: Any
    values: "Values"
    folds: tuple[Fold, ...] | None
    seconds: float


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
    filling: Filling | None = None
    """Which rows are there, and where the others go; None where all were found."""
    trial: Trial | None = None
    """What was tried ahead of `keep`, for this network."""

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
        self.have(np.asarray(rows))
        places = torch.from_numpy(self.place[np.asarray(rows)])
        return {name: value[places].to(network.device) for name, value in self.kept.items()} | fresh

    def ahead(self, rows: Any) -> None:
        """Begin to read what `of` will ask for next, where it is not in memory; what is kept asks for nothing."""
        if not self.feed.stored:
            return
        if not self.kept:
            self.feed.ahead(rows)
            return
        if self.filling and not self.filling.whole:
            self.feed.ahead(rows[~self.filling.there[self.place[rows]]])
        if self.network.fresh:
            self.feed.ahead(rows, self.network.fresh)

    def each(self, parts: Sequence[Any], own: Callable[[Any], Any] = lambda rows: rows) -> Iterator[Any]:
        """These parts one after the other; while one is worked on, its successor is read, or that which is `own`."""
        for part, following in zip_longest(parts, parts[1:]):
            if following is not None:
                self.ahead(own(following))
            yield part

    def lengths(self, rows: Any) -> "torch.Tensor | None":
        """How long the texts of these rows are, where they enter the trained part and padding can be spared."""
        if not self.feed.trimmed:
            return None
        return self.feed.lengths(rows, self.network.fresh if self.kept else None)

    def at(self, network: Network) -> "Features":
        """The same for a network that was taken apart elsewhere; nothing is kept yet."""
        self.drop()
        trial = self.trial if network is self.network else None
        return replace(self, network=network, kept={}, place=None, filling=None, trial=trial)

    def drop(self) -> None:
        """Leave nothing in the store that is not whole: it is needed no more, or was stopped."""
        if self.filling:
            self.filling.drop()

    @property
    def spent(self) -> float:
        """Seconds that the constant part has taken until now, for the rows that are kept."""
        return self.filling.spent if self.filling else 0.0

    @property
    def seconds_left(self) -> float:
        """How long it will take for the rows that are still missing."""
        return self.filling.seconds_left if self.filling else 0.0

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

    def keep(self, rows: Any, first: Any, key: Callable[[], str] = str) -> Iterator[Event]:
        """Begin to keep what leaves the constant part for these rows: from the store, or as they are asked for.

        `first` are those that will be asked for first; some of them are computed now, to see whether it is exact.
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
        trial, self.trial = self._tried(first), None
        values, folds = trial.values, trial.folds
        if folds is None:
            yield self._turned("Nothing is kept: a row's features depend on the others of its batch.")
            return
        self.filling = begun(values, len(rows), folds, store=self.store, key=name, room=self.room)
        if self.filling is None:
            needed = size_of(values, len(rows)) / 1e9
            yield self._turned(f"Nothing is kept: the features would need {needed:.1f} GB.")
            return
        self.kept = self.filling.values
        self.filling.put(self.place[trial.rows], values)
        self.filling.spent += trial.seconds

    def try_ahead(self, first: Any, key: Callable[[], str]) -> None:
        """Try now what `keep` would try on the rows that will be asked for first, unless it will find features."""
        if not self.network.constant or self.graph or (self.store and self.store.get(key()) is not None):
            return
        self.trial = self._tried(first)

    def _tried(self, first: Any) -> Trial:
        """The trial on some of these rows, if it was not made ahead."""
        rows = self.feed.ordered(np.asarray(first))[: self._chunk]
        if self.trial and np.array_equal(self.trial.rows, rows):
            return self.trial
        began = monotonic()
        values, folds = exact_folds(self.network.module, self._part, rows)
        return Trial(rows, values, folds, monotonic() - began)

    def keep_all(self, parts: Sequence[Any], stop: Callable[[], bool]) -> Iterator[Event]:
        """Have what is kept of all of these rows now, in these parts, telling how far it is."""
        told, done, count = monotonic(), 0, sum(len(part) for part in parts)
        for part in self.each(parts):
            if self.filling is None or stop():
                return
            self.have(np.asarray(part))
            done += len(part)
            if monotonic() - told > 0.5:
                told = monotonic()
                yield {"event": "preparing", "said": f"Running the frozen part: {done} of {count}."}

    def have(self, rows: Any) -> None:
        """Run the constant part for those of these rows that are not there yet, a few at a time."""
        if self.filling is None or self.filling.whole:
            return
        began = monotonic()
        missing = self.feed.ordered(rows[~self.filling.there[self.place[rows]]])
        for start in range(0, len(missing), self._chunk):
            chunk = missing[start : start + self._chunk]
            self.filling.put(self.place[chunk], self._part(chunk, self.filling.folds))
        self.filling.spent += monotonic() - began

    @property
    def _chunk(self) -> int:
        if self.network.device.type != "cpu":
            return self.batch
        return min(self.batch, TEXTS if self.feed.trimmed else CHUNK)

    def _part(self, rows: Any, folds: tuple[Fold, ...] = ()) -> "Values":
        arguments = self.feed.arguments(rows, self.network.device)
        with folded(folds):
            return self.network.fixed(arguments)

    def _turned(self, said: str) -> Event:
        """What became of the plan to keep features, where it is not what was said when the run began."""
        nodes = list(self.network.constant) if said == FOUND else []
        return {"event": "kept", "nodes": nodes, "said": said}
