"""What an owner may know of a job of theirs, as an immutable value."""

from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["queued", "running", "done", "failed", "cancelled"]
ENDED = ("done", "failed", "cancelled")
LAST_EVENTS = ("finished", "failed", "cancelled")
"""Every job that ended has exactly one of these events, and it is the last one."""


@dataclass(frozen=True, kw_only=True)
class JobState:
    """A job as it stands: its events after the asked number, and the number to ask with next.

    `place_in_queue` is 1 for the job that runs next, and 0 for one that is not waiting. `problem` is a Problem's
    JSON. `result` is what an answered job gave.
    """

    id: str
    kind: str
    status: Status
    submitted: float
    started: float | None = None
    ended: float | None = None
    place_in_queue: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    cursor: int = 0
    result: dict[str, Any] | None = None
    problem: dict[str, Any] | None = None

    @property
    def over(self) -> bool:
        return self.status in ENDED
