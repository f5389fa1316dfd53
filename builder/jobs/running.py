"""A running worker as its supervisor holds it: stop it gently, then hard; watch its time and its memory."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from builder.jobs.deaths import Cause, explain
from builder.jobs.kind import Kind, Limits
from builder.problem import Problem


@dataclass
class Running:
    """A worker process with its job. Times are of the monotonic clock."""

    job: str
    name: str
    kind: Kind
    process: BaseProcess
    line: Connection
    limits: Limits
    began: float = field(default_factory=time.monotonic)
    cause: Cause | None = None
    asked: float | None = None
    peak: int = 0
    _said: bool = False

    def stop(self, cause: Cause) -> None:
        """Ask the worker to end; `tend` makes it end when it does not listen."""
        if self.asked is None and self.process.exitcode is None:
            self.cause = cause
            self.asked = time.monotonic()
            self.process.terminate()

    def kill(self) -> None:
        """End the worker and everything that it started, now."""
        pid = self.process.pid
        if pid is not None and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        self.process.kill()

    def over(self) -> bool:
        """Whether the job is: its worker has ended, or says that it waits for another one."""
        return self.process.exitcode is not None or self.waits

    @property
    def waits(self) -> bool:
        """Whether the worker waits for another job; a line that is broken belongs to one that is about to end."""
        if not self._said:
            with suppress(EOFError, OSError):
                self._said = self.line.poll() and self.line.recv() == self.job
        return self._said

    def tend(self) -> None:
        """Enforce the limits of time and memory."""
        now = time.monotonic()
        if self.asked is not None:
            if now - self.asked >= self.limits.grace:
                self.kill()
        elif now - self.began >= self.kind.seconds:
            self.stop("deadline")
        self.peak = max(self.peak, memory_of(self.process.pid))
        if self.peak > (self.limits.memory or _three_quarters()) and self.asked is None:
            self.cause, self.asked = "memory", now
            self.kill()

    def leave(self) -> None:
        """Let go of a worker whose job is over, and of the line to it."""
        if self.process.exitcode is None:
            self.kill()
            self.process.join(5)
        self.process.close()
        self.line.close()

    def signs(self) -> "list[Connection | int]":
        """What becomes ready when the worker has something to say, or has ended."""
        return [self.process.sentinel, self.line]

    def due(self) -> float:
        """In how many seconds this worker wants to be looked at again."""
        now = time.monotonic()
        if self.asked is not None:
            return max(0.0, self.asked + self.limits.grace - now)
        return min(0.5, max(0.0, self.began + self.kind.seconds - now))

    def problem(self) -> Problem | None:
        """What to tell of a worker that has ended, beyond what it said itself."""
        code = self.process.exitcode or 0
        if self.cause == "cancelled":
            return None
        return explain(code, self.cause, kind=self.name, seconds=self.kind.seconds, peak=self.peak)


def memory_of(pid: int | None) -> int:
    """Bytes that a process and its children hold."""
    import psutil

    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return sum(member.memory_info().rss for member in family if member.is_running())
    except psutil.Error:
        return 0


def _three_quarters() -> int:
    import psutil

    return int(psutil.virtual_memory().total * 0.75)
