"""A task: one job as its worker sees it, with a way to report and to hear that it should stop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.jobs.asked import Asked


@dataclass(frozen=True)
class Task:
    """A job in its worker. `stop()` turns true when the job was cancelled or its time is over."""

    id: str
    asked: Asked
    stop: Callable[[], bool]

    @property
    def folder(self) -> Path:
        """Where this job's files go."""
        return self.asked.ledger.store.run_folder(self.id)

    def emit(self, event: Mapping[str, Any]) -> None:
        """Write an event to the store; whoever follows the job sees it."""
        self.asked.ledger.append(self.id, event)
