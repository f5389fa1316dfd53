"""Progress of a run: a few step events a second, with throughput and the time that is left."""

from time import monotonic
from typing import Any

INTERVAL = 0.2


class Progress:
    """Counts samples and steps, and says when it is time for the next event; `before` are steps of an earlier run."""

    def __init__(self, epochs: int, steps: int, before: int = 0) -> None:
        self._before = before
        self._epochs = epochs
        self._steps = steps
        self._began = 0.0
        self._told = 0.0
        self._done = 0
        self._samples = 0
        self._once = 0.0

    def due(self, samples: int, once: float = 0.0) -> bool:
        """Count one step; true when an event is due. Time runs from the second step, since the first loads code.

        `once` are the seconds of this step for what no later epoch does again.
        """
        if not self._began:
            self._began = monotonic()
            return True
        self._done += 1
        self._samples += samples
        self._once += once
        return monotonic() - self._told >= INTERVAL

    def event(self, *, epoch: int, step: int, loss: float, ahead: float = 0.0) -> dict[str, Any]:
        """The event for the step that was just counted; `ahead` are the seconds that are left of what is done once."""
        self._told = monotonic()
        spent = max(self._told - self._began, 1e-9)
        left = self._epochs * self._steps - self._before - self._done - 1
        return {
            "event": "step",
            "epoch": epoch,
            "epochs": self._epochs,
            "step": step,
            "steps": self._steps,
            "loss": loss,
            "samples_per_second": round(self._samples / spent, 1) if self._done else None,
            "seconds_left": round((spent - self._once) / self._done * left + ahead, 1)
            if self._done
            else None,
        }
