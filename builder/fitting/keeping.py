"""Keeping features: what the constant part gives is computed once for every row, and then only looked up.

Nothing outlives the run, so nothing stale can be used: the features belong to this network and these rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from builder.fitting.feed import Feed
from builder.fitting.network import Network, listed

if TYPE_CHECKING:
    import torch

    Values = dict[str, torch.Tensor]

ROOM = 2_000_000_000
"""Bytes of features that are kept in memory."""

Event = dict[str, Any]


@dataclass
class Features:
    """What enters the trained part, for any rows: looked up where it was kept, else computed anew."""

    network: Network
    feed: Feed
    batch: int
    graph: bool
    room: int = ROOM
    kept: "Values" = field(default_factory=dict)
    place: dict[int, int] = field(default_factory=dict)

    def of(self, rows: Any) -> "Values":
        """The values that leave the constant part for these rows."""
        import torch

        if not self.kept:
            return self.network.fixed(self.feed.arguments(rows, self.network.device))
        if self.graph:
            return self.kept
        places = torch.tensor([self.place[int(row)] for row in rows], device=self.network.device)
        return {name: value[places] for name, value in self.kept.items()}

    def plan_said(self) -> str:
        """One sentence on what will be kept, or why nothing is."""
        names = self.network.constant
        if names:
            return f"{listed(names)} will run once; the features are kept for the other epochs."
        reasons = self.network.prefix.reasons
        if reasons:
            return "Nothing is kept: " + "; ".join(f"{node}: {why}" for node, why in reasons.items()) + "."
        return "Nothing is kept, since nothing frozen stands in front: every epoch runs the whole network."

    def compute(self, rows: Any, stop: Callable[[], bool]) -> Iterator[Event]:
        """Run the constant part over these rows and keep what leaves it, saying now and then how far it is."""
        import torch

        if not self.network.constant:
            return
        if self.graph:
            self.kept = self.network.fixed(self.feed.arguments(rows, self.network.device))
            return
        parts: list[Values] = []
        told = monotonic()
        for start in range(0, len(rows), self.batch):
            if stop():
                return
            parts.append(
                self.network.fixed(self.feed.arguments(rows[start : start + self.batch], self.network.device))
            )
            if start == 0 and (needed := _bytes(parts[0]) * len(rows) / len(rows[: self.batch])) > self.room:
                yield {
                    "event": "preparing",
                    "said": f"The features would need {needed / 1e9:.1f} GB, so they are computed anew in every epoch.",
                }
                return
            if monotonic() - told > 0.5:
                told = monotonic()
                done = min(start + self.batch, len(rows))
                yield {"event": "preparing", "said": f"Running the frozen part: {done} of {len(rows)}."}
        self.kept = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
        self.place = {int(row): place for place, row in enumerate(np.asarray(rows))}


def _bytes(values: "Values") -> int:
    return sum(value.numel() * value.element_size() for value in values.values())
