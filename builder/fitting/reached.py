"""What a run has reached: how far it is, what it measured, and what it started from."""

from dataclasses import dataclass, field
from typing import Any

from builder.data.dataset import Array
from builder.fitting.proof import Digests
from builder.fitting.running import Table
from builder.inferring.routing import Hits


@dataclass
class Reached:
    """A place in a run: epochs that are done, steps that are done of the next one, and the figures so far.

    `before` are the digests of what was frozen when the run first began, also after it was resumed.
    """

    before: Digests
    epoch: int = 0
    step: int = 0
    sums: dict[str, float] = field(default_factory=dict)
    """Each loss, summed over the samples of the epoch that is going on."""
    history: list[dict[str, Any]] = field(default_factory=list)
    """The epochs' events."""
    test: Table = field(default_factory=dict)
    routes: dict[str, Hits] = field(default_factory=dict)
    """The samples that each branch answered in the last epoch, of the training rows and of the test."""
    fitted: dict[str, Array] = field(default_factory=dict)
    """What baselines need to answer again, by output and name."""
    stages: list[dict[str, Any]] = field(default_factory=list)
    """What each stage of a training in stages came to."""
    joined: int = 0
    """The epoch until which parts had joined when a checkpoint was written; 0 where that was not noted."""
    stopped: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "before": dict(self.before),
            "epoch": self.epoch,
            "step": self.step,
            "sums": self.sums,
            "history": self.history,
            "test": self.test,
        }
