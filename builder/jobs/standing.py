"""A standing worker: one process that answers short questions one after another and keeps what it built for them."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from builder.jobs.deaths import Cause, explain, not_started
from builder.jobs.running import memory_of
from builder.problem import Refused, refuse

Question = Mapping[str, Any]
Answer = Callable[[Question], Any]
Prepare = Callable[[], Answer]
"""Called once in the new process: a function of a module, which returns what answers the questions."""

_LOOK = 0.2
WAITING = 4
"""So many people may wait for their turn; further ones are told to try again."""


class Standing:
    """Questions go to a process of their own, so that a crash, an endless run or too much memory ends only that.

    Each owner has one question at a time. After `idle` seconds without one the process ends and gives its memory
    back; the next question starts another. Safe between threads.
    """

    def __init__(
        self, prepare: Prepare, *, name: str, seconds: float = 60.0, idle: float = 600.0, memory: int = 0
    ) -> None:
        self._prepare, self._name, self._idle = prepare, name, idle
        self._seconds, self._memory = seconds, memory or _half()
        self._turn = threading.Lock()
        self._asking: set[str] = set()
        self._guard = threading.Lock()
        self._process: BaseProcess | None = None
        self._line: Connection | None = None

    def ask(self, owner: str, question: Question) -> Any:
        """Answer a question, once those of others before it are answered.

        Raises:
            Refused: it took too long or too much memory, the process died, or too many are waiting; or whatever
                the answer itself refused.
        """
        with self._counted(owner), self._turn:
            kind, value = self._answered(question, again=True)
        if kind == "refused":
            raise Refused(value)
        return value

    def close(self) -> None:
        """End the process."""
        process, self._process, self._line = self._process, None, None
        if process is not None and process.is_alive():
            process.kill()
            process.join(5)

    def _answered(self, question: Question, *, again: bool) -> tuple[str, Any]:
        """Ask the process; `again` where it may have gone idle at the very moment that it was asked."""
        process, line = self._connected()
        try:
            line.send(dict(question))
            self._wait(process, line)
            kind, value = line.recv()
        except (EOFError, OSError) as error:
            process.join(1)
            if again and process.exitcode == 0:
                self.close()
                return self._answered(question, again=False)
            raise self._ended(process, None, 0) from error
        return kind, value

    @contextmanager
    def _counted(self, owner: str) -> Iterator[None]:
        with self._guard:
            if owner in self._asking or len(self._asking) >= WAITING:
                raise refuse(
                    "busy",
                    "A look of yours is still being worked out."
                    if owner in self._asking
                    else f"{len(self._asking)} others are waiting for a look just now.",
                    expected="one look at a time",
                    got="another one",
                    next="Wait a moment, then ask again.",
                )
            self._asking.add(owner)
        try:
            yield
        finally:
            with self._guard:
                self._asking.discard(owner)

    def _connected(self) -> tuple[BaseProcess, Connection]:
        if self._process is not None and self._process.is_alive() and self._line is not None:
            return self._process, self._line
        context = _context()
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._prepare, self._idle), daemon=True)  # type: ignore[attr-defined]
        try:
            process.start()
        except (OSError, EOFError) as error:
            raise Refused(not_started()) from error
        theirs.close()
        self._process, self._line = process, ours
        return process, ours

    def _wait(self, process: BaseProcess, line: Connection) -> None:
        """Wait for the answer, within the limits of time and memory."""
        end = time.monotonic() + self._seconds
        peak = 0
        while not line.poll(_LOOK):
            peak = max(peak, memory_of(process.pid))
            cause: Cause | None = "deadline" if time.monotonic() > end else None
            cause = "memory" if peak > self._memory else cause
            if cause:
                raise self._ended(process, cause, peak)
            if not process.is_alive() and not line.poll():
                raise EOFError

    def _ended(self, process: BaseProcess, cause: Cause | None, peak: int) -> Refused:
        """Why the process is over, or ends now."""
        if cause is None:
            process.join(1)
        code = process.exitcode or 0
        self.close()
        told = explain(code, cause, kind=self._name, seconds=self._seconds, peak=peak)
        return Refused(told or not_started())


def _serve(line: Connection, prepare: Prepare, idle: float) -> None:
    """Answer questions until nobody asks for a while or the other end is gone."""
    from builder.jobs.worker import explained, settle_in

    settle_in()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    answer = prepare()
    with suppress(EOFError, OSError):
        while line.poll(idle):
            try:
                reply = ("answer", answer(line.recv()))
            except EOFError:
                break
            except Exception as error:  # noqa: BLE001 - whatever an answer raises becomes a problem
                reply = ("refused", explained(error))
            line.send(reply)
    os._exit(0)


def _context() -> BaseContext:
    """The warm server of processes that the supervisor keeps, where the platform has it."""
    if "forkserver" in multiprocessing.get_all_start_methods() and os.name == "posix":
        return multiprocessing.get_context("forkserver")
    return multiprocessing.get_context("spawn")


def _half() -> int:
    import psutil

    return int(psutil.virtual_memory().total * 0.5)
