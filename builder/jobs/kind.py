"""Kinds of jobs, and the limits that a server keeps them within."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from builder.jobs.asked import Asked
from builder.jobs.task import Task

Work = Callable[[Task], dict[str, Any] | None]
"""What a worker does with a task: a function of a module, so that another process finds it by its name."""

Prepare = Callable[[Asked], Work]
"""What a worker does before there is a task: all that can be done for it; what it returns does the rest."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of job: what does the work, in which slot, and for how many seconds at most.

    Jobs of one slot run one after the other; slots run beside each other. Of each owner's ended jobs the newest
    `kept` are remembered, with their folders; a `passing` kind keeps no payload once it is over. For `stays` seconds
    a worker waits for the next job of its kind, with all that it has loaded; 0 ends it with its job. A `yielding` kind
    leaves the processor to the server and to the other kinds where they want it. A kind with `prepare` has jobs that
    can be prepared (see `spare`): it fetches nothing from elsewhere and writes nothing, since nobody may ever ask.
    """

    work: Work
    slot: str
    seconds: float
    kept: int = 30
    passing: bool = False
    stays: float = 0.0
    yielding: bool = False
    prepare: Prepare | None = None


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much a server lends: queued jobs an owner, seconds to stop in, and bytes of memory a worker.

    Jobs are prepared only while `spare` bytes of the machine's memory are free.
    """

    queued: int = 5
    grace: float = 3.0
    memory: int = 0
    """0 stands for three quarters of the machine's memory."""
    spare: int = 0
    """0 stands for a quarter of it."""
    payload: int = 16_000_000
