"""Workers between two jobs: each keeps what it has loaded until the next job of its kind, or until nobody comes."""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from builder.jobs.running import Running
from builder.jobs.worker import TAKEN

LISTENS = 2.0
"""Seconds in which a worker that waits answers; one that has just died may look alive, and is silent."""


@dataclass(frozen=True)
class Idle:
    """At most one worker of each kind, with the time until which it waits. Used by the supervisor's thread alone."""

    _waiting: dict[str, tuple[BaseProcess, Connection, float]] = field(default_factory=dict)

    def keep(self, running: Running) -> None:
        """Let a worker wait whose job is over."""
        self._waiting[running.name] = (
            running.process,
            running.line,
            time.monotonic() + running.kind.stays,
        )

    def take(self, kind: str, job: str) -> tuple[BaseProcess, Connection] | None:
        """Give a job to the worker of its kind, and hand the worker over; None where none waits."""
        process, line, _ = self._waiting.pop(kind, (None, None, 0.0))
        if process is None or line is None:
            return None
        if taken(line, job):
            return process, line
        _end(process, line)
        return None

    def tidy(self, *, closing: bool) -> None:
        """End those that have waited long enough; all of them when the server closes."""
        for kind, (process, line, until) in [*self._waiting.items()]:
            if closing or time.monotonic() >= until or not process.is_alive():
                del self._waiting[kind]
                _end(process, line)

    def due(self) -> float:
        """In how many seconds the first of them has waited long enough."""
        ends = [until for _, _, until in self._waiting.values()]
        return max(0.0, min(ends) - time.monotonic()) if ends else 60.0


def taken(line: Connection, job: str) -> bool:
    """Give a job to a worker that waits; whether it took it."""
    with suppress(OSError, EOFError):
        line.send(job)
        return line.poll(LISTENS) and line.recv() == TAKEN
    return False


def _end(process: BaseProcess, line: Connection) -> None:
    process.kill()
    process.join(5)
    process.close()
    line.close()
