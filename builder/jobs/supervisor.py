"""The supervisor: one thread that gives out slots, starts workers, keeps them within limits and says how they ended."""

import atexit
import json
import logging
import multiprocessing
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing import connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from builder.jobs.deaths import not_started
from builder.jobs.idle import Idle
from builder.jobs.kind import Kind, Limits
from builder.jobs.ledger import Ledger
from builder.jobs.running import Running
from builder.jobs.spare import Spare, Wish
from builder.jobs.state import JobState
from builder.jobs.sweeping import claim, sweep
from builder.jobs.worker import Question, run
from builder.problem import Problem, refuse
from builder.store import Store

PRELOADED = (
    "torch",
    "torchvision",
    "torch._dynamo",
    "safetensors.torch",
    "accelerate",
    "torchmetrics",
    "sklearn.linear_model",
    "transformers.models.bert.modeling_bert",
    "sklearn.datasets",
    "builder.jobs.kinds",
    "builder.jobs.known_blocks",
    "builder.fitting",
    "builder.inferring.inference",
)
"""What workers find loaded; without it every job would pay for these imports again."""

_LOG = logging.getLogger("netgraft")


class Supervisor:
    """Runs jobs in processes of their own, one after the other in each slot, in fair turns between owners.

    Workers are forked from a server process that has torch loaded where the platform has that, else spawned.
    A program that uses it must start under ``if __name__ == "__main__"``, as for all of multiprocessing.
    """

    def __init__(
        self,
        store: Store,
        *,
        kinds: Mapping[str, Kind] | None = None,
        limits: Limits | None = None,
        preload: Sequence[str] = PRELOADED,
    ) -> None:
        if kinds is None:
            from builder.jobs.kinds import KINDS

            kinds = KINDS
        self.kinds = dict(kinds)
        self.limits = limits or Limits()
        self._claim = claim(store)
        self._store = store
        self._ledger = Ledger(store)
        self._ledger.interrupt()
        sweep(store, self._ledger.known())
        self._context = _context(preload)
        self._running: dict[str, Running] = {}
        self._idle = Idle()
        self._spare = Spare(store, self.limits, lambda kind, asked: self._process("", kind, asked))
        self._changed = threading.Condition()
        self._bell, self._ear = multiprocessing.Pipe()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="netgraft-supervisor", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def submit(self, owner: str, kind: str, payload: Mapping[str, Any]) -> str:
        """Queue a job and return its id.

        Raises:
            Refused: the owner has too many jobs waiting, or the payload is too large.
        """
        text = self._text(payload)
        job = self._ledger.add(owner, kind, self.kinds[kind].slot, text, queued=self.limits.queued)
        self._ring()
        return job

    def prepare(self, owner: str, kind: str, payload: Mapping[str, Any]) -> None:
        """Do in advance what can be done for a job that this owner will probably submit, where there is room for that.

        The job comes to the same with and without; see `spare`.

        Raises:
            Refused: the payload is too large.
        """
        if self.kinds[kind].prepare:
            self._spare.wish(Wish(owner, kind, self.kinds[kind], self._text(payload)))
            self._ring()

    def state(self, owner: str, job: str, after: int = 0) -> JobState:
        """A job as it stands, with its events after a number; `cursor` is the number to ask with next.

        Raises:
            Refused: this owner has no such job.
        """
        return self._ledger.state(owner, job, after)

    def payload(self, owner: str, job: str) -> dict[str, Any]:
        """What a job of this owner was asked to work on.

        Raises:
            Refused: this owner has no such job.
        """
        return dict(json.loads(self._ledger.get(owner, job)["payload"]))

    def events(self, owner: str, job: str, after: int = 0) -> tuple[list[dict[str, Any]], int]:
        """A job's events after a number, and the number to ask with next."""
        return self._ledger.events(owner, job, after)

    def listed(self, owner: str, kind: str | None = None) -> list[JobState]:
        """An owner's jobs without their events, the newest first."""
        return self._ledger.listed(owner, kind)

    def wait(self, owner: str, job: str, seconds: float, after: int = 0) -> JobState:
        """A job's state once it is over, or after so many seconds as it is then."""
        until = time.monotonic() + seconds
        with self._changed:
            while (
                not (state := self.state(owner, job, after)).over and (left := until - time.monotonic()) > 0
            ):
                self._changed.wait(min(left, 1.0))
        return state

    def cancel(self, owner: str, job: str) -> None:
        """End a job: at once when it waits, within seconds when it runs, and not at all when it is over."""
        self._ledger.wish_cancelled(owner, job)
        self._ring()

    def close(self) -> None:
        """Stop the workers and the thread. Waiting jobs wait for the next start."""
        if not self._closing:
            self._closing = True
            with suppress(OSError):  # the thread may have seen it already, and have ended
                self._ring()
            self._thread.join(self.limits.grace + 10)
            self._claim.close()
            atexit.unregister(self.close)

    def _text(self, payload: Mapping[str, Any]) -> str:
        text = json.dumps(dict(payload), ensure_ascii=False)
        if len(text) > self.limits.payload:
            raise refuse(
                "payload_size",
                "What the job should work on is too large to be sent along.",
                expected=f"at most {self.limits.payload / 1e6:.0f} MB",
                got=f"{len(text) / 1e6:.0f} MB",
                next="Send a smaller picture or text.",
            )
        return text

    def _ring(self) -> None:
        self._bell.send_bytes(b".")
        with self._changed:
            self._changed.notify_all()

    def _work(self) -> None:
        while not (self._closing and not self._running):
            try:
                self._round()
            except (sqlite3.Error, OSError) as error:
                _LOG.error("the supervisor could not write to the store, and tries again: %s", error)
                time.sleep(0.5)
            except Exception as error:  # noqa: BLE001 - one job's fault must not end the turns of all the others
                _LOG.error("the supervisor met a fault of ours, and goes on", exc_info=error)
                time.sleep(0.5)
        self._spare.drop()
        self._idle.tidy(closing=True)
        self._ear.close()

    def _round(self) -> None:
        for running in [*self._running.values()]:
            if running.over():
                self._settle(running)
        for job in self._ledger.cancelling(tuple(self._running)):
            self._running[job].stop("cancelled")
        for running in self._running.values():
            if self._closing:
                running.stop("closing")
            running.tend()
        self._idle.tidy(closing=self._closing)
        if not self._closing:
            self._start_waiting()
            self._spare.tend({running.kind.slot for running in self._running.values()})
        sentinels = [one for running in self._running.values() for one in running.signs()]
        sentinels += self._spare.signs()
        due = min(
            [self._idle.due(), self._spare.due(), *(running.due() for running in self._running.values())]
        )
        ready = connection.wait(
            [self._ear, *sentinels], timeout=0 if self._closing and not sentinels else due
        )
        if self._ear in ready:
            while self._ear.poll():
                self._ear.recv_bytes()

    def _settle(self, running: Running) -> None:
        self._end(running.job, running.kind, running.problem(), cancelled=running.cause == "cancelled")
        del self._running[running.job]
        if running.process.exitcode is None and running.cause is None:
            self._idle.keep(running)
        else:
            running.leave()
        with self._changed:
            self._changed.notify_all()

    def _end(self, job: str, kind: Kind, problem: Problem | None, *, cancelled: bool) -> None:
        old = self._ledger.settle(job, problem, cancelled=cancelled, passing=kind.passing, kept=kind.kept)
        for forgotten in old:
            shutil.rmtree(self._store.run_folder(forgotten), ignore_errors=True)

    def _start_waiting(self) -> None:
        taken = {running.kind.slot for running in self._running.values()}
        for slot in {kind.slot for kind in self.kinds.values()} - taken:
            row = self._ledger.next_in(slot)
            if row is not None and self._ledger.begin(row["id"]):
                self._start(row)

    def _start(self, row: sqlite3.Row) -> None:
        kind = self.kinds[row["kind"]]
        try:
            process, line = (
                self._spare.take(row["owner"], row["kind"], kind, row["payload"], row["id"])
                or self._idle.take(row["kind"], row["id"])
                or self._new(row["id"], kind)
            )
        except (OSError, EOFError) as error:
            _LOG.error("a worker could not be started: %s", error)
            self._end(row["id"], kind, not_started(), cancelled=False)
            return
        self._running[row["id"]] = Running(row["id"], row["kind"], kind, process, line, self.limits)

    def _new(self, job: str, kind: Kind) -> tuple[BaseProcess, connection.Connection]:
        """A worker of its own for a job, and the line to it.

        Raises:
            OSError, EOFError: the system gives no process.
        """
        self._ledger.append(job, {"event": "preparing", "said": "Starting a process."})
        return self._process(job, kind)

    def _process(
        self, job: str, kind: Kind, asked: Question | None = None
    ) -> tuple[BaseProcess, connection.Connection]:
        ours, theirs = self._context.Pipe()
        arguments = (str(self._store.folder), job, kind, theirs, asked)
        process = self._context.Process(target=run, args=arguments)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return process, ours


def _context(preload: Sequence[str]) -> BaseContext:
    """Forkserver where the platform has it, warmed up in the background; else spawn."""
    if "forkserver" not in multiprocessing.get_all_start_methods() or os.name != "posix":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    forkserver.ensure_running()
    return context
