"""A spare worker: it has prepared the job that will probably be asked for next, and waits for it.

Where nobody asks, or something else is asked for, or anything differs that decides what the job does, the process is
ended and the job runs in a new one, as if nothing had been prepared.
"""

import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from builder.jobs.idle import taken
from builder.jobs.kind import Kind, Limits
from builder.jobs.running import Running
from builder.jobs.worker import Question
from builder.store import Store

STILL = 0.3
"""Seconds that a wish has to stand before it is followed, since a number that is typed is several wishes."""
WAITS = 120.0
"""Seconds after which a wish is forgotten, and what was prepared for it is dropped."""
LOOKS = 0.5
"""Seconds between two looks at a spare worker."""

Worker = tuple[BaseProcess, Connection]


@dataclass(frozen=True)
class Wish:
    """What an owner will probably ask for: a kind of job by name, and the payload as text."""

    owner: str
    name: str
    kind: Kind
    text: str
    made: float = field(default_factory=time.monotonic, compare=False)

    @property
    def age(self) -> float:
        return time.monotonic() - self.made


@dataclass
class Prepared:
    """A worker that follows a wish, and how the owner's own files were when it began."""

    wish: Wish
    files: frozenset[tuple[Any, ...]]
    running: Running


class Spare:
    """At most one prepared job a server, and only while its slot is free and memory is not short.

    `wish` may be called by any thread, everything else by the supervisor's alone. What an owner wishes takes the
    place of what the same owner wished before; it waits while something is prepared for somebody else.
    """

    def __init__(self, store: Store, limits: Limits, start: Callable[[Kind, Question], Worker]) -> None:
        self._store, self._limits, self._start = store, limits, start
        self._guard = threading.Lock()
        self._wish: Wish | None = None
        self._held: Prepared | None = None

    def wish(self, wish: Wish | None) -> None:
        """Note what will probably be asked for next, in place of what was noted before."""
        with self._guard:
            self._wish = wish

    def tend(self, busy: Collection[str]) -> None:
        """Drop what is of no use any more, and follow the wish that stands, where its slot is not busy."""
        wish, held = self._wish, self._held
        if held and wish and self._same(held, wish):
            held.wish = wish
            self._forget(wish)
        elif held and (self._over(held, busy) or (wish and wish.owner == held.wish.owner)):
            self.drop()
        if wish and wish.age > WAITS:
            self._forget(wish)
        elif wish and wish.age >= STILL and not (wish.kind.slot in busy or self._held or self._short()):
            self._forget(wish)
            self._follow(wish)

    def take(self, owner: str, name: str, kind: Kind, text: str, job: str) -> Worker | None:
        """Give a job to the worker that has prepared it, and hand the worker over; None, and none is left, else."""
        asked, held, noted = Wish(owner, name, kind, text), self._held, self._wish
        if noted and noted.owner == owner:
            self._forget(noted)
        if held is None or held.wish.kind.slot != kind.slot:
            return None
        running = held.running
        fits = self._same(held, asked) and not self._over(held, ()) and running.waits
        if not (fits and taken(running.line, job)):
            self.drop()
            return None
        self._held = None
        return running.process, running.line

    def drop(self) -> None:
        """End the worker, and give its memory back."""
        held, self._held = self._held, None
        if held:
            held.running.leave()

    def signs(self) -> "list[Connection | int]":
        """What becomes ready when the worker has prepared its job, or has ended."""
        return self._held.running.signs() if self._held else []

    def due(self) -> float:
        """In how many seconds there is something to look at again."""
        age = self._wish.age if self._wish else WAITS
        return STILL - age if age < STILL else LOOKS if self._wish or self._held else 60.0

    def _follow(self, wish: Wish) -> None:
        """Begin to prepare. Where the system gives no process, the job will say so if it is asked for."""
        files = self._files(wish.owner)
        with suppress(OSError, EOFError):
            worker = self._start(wish.kind, (wish.owner, wish.text))
            self._held = Prepared(wish, files, Running("", wish.name, wish.kind, *worker, self._limits))

    def _over(self, held: Prepared, busy: Collection[str]) -> bool:
        """Whether a worker has ended or should: it waited too long, or what it holds is needed elsewhere."""
        running = held.running
        running.tend()
        running.over()  # hears what the worker says, so that its line is quiet again
        ended = running.process.exitcode is not None or running.asked is not None
        useless = held.wish.age > WAITS or held.wish.kind.slot in busy
        return ended or useless or self._short()

    def _same(self, held: Prepared, wish: Wish) -> bool:
        return held.wish == wish and held.files == self._files(wish.owner)

    def _files(self, owner: str) -> frozenset[tuple[Any, ...]]:
        """The state of the owner's own files: with what is asked for, it decides what a job does."""
        return frozenset((file.name, *_state(file)) for file in self._store.uploads(owner).iterdir())

    def _short(self) -> bool:
        """Whether the machine has too little memory to spare some for what nobody has asked for."""
        from builder.planning.budget import available, installed

        free = available()
        return free is not None and free < (self._limits.spare or (installed() or 0) // 4)

    def _forget(self, wish: Wish) -> None:
        with self._guard:
            self._wish = None if self._wish is wish else self._wish


def _state(file: Path) -> tuple[int, ...]:
    """What changes with a file; nothing of one that is gone."""
    with suppress(OSError):
        found = file.stat()
        return found.st_ino, found.st_size, found.st_mtime_ns
    return ()
