"""The worker: a process of its own that does one job, writes what happens to the store, and ends."""

import faulthandler
import json
import logging
import multiprocessing
import os
import secrets
import signal
import sqlite3
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path

from builder.jobs.asked import Asked
from builder.jobs.kind import Kind, Work
from builder.jobs.ledger import Ledger
from builder.jobs.task import Task
from builder.jobs.unfetched import unfetched
from builder.problem import DocumentError, Problem, Refused
from builder.store import Store

Question = tuple[str, str]
"""An owner, and the payload of what that owner may ask for."""

TAKEN = "taken"
"""What a worker answers to a further job."""

CANNOT_SAVE = 74
"""Exit code of a worker that could not write to the store; the supervisor explains it."""

NICENESS = 5
"""How far a yielding worker stands back."""

_LOG = logging.getLogger("netgraft")


def run(folder: str, job: str, kind: Kind, line: Connection, asked: Question | None = None) -> None:
    """Do a job, and those that come over the line, then leave the process without the libraries' long farewells.

    With `asked` there is no job yet: what is asked is prepared, the line is told so, and the job comes over it.
    """
    settle_in()
    if kind.yielding and hasattr(os, "nice"):
        os.nice(NICENESS)
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    code = 0
    try:
        ledger = Ledger(Store.open(folder))
        work = kind.work
        if asked:
            work = _prepared(kind, Asked(asked[0], json.loads(asked[1]), ledger))
            job = _next(line, job)
        _do(_task(ledger, job, stopping.is_set), work)
        while kind.stays and not stopping.is_set():
            job = _next(line, job)
            _do(_task(ledger, job, stopping.is_set), kind.work)
    except EOFError:  # the server is gone, and no further job comes
        code = 0
    except (sqlite3.Error, OSError, Refused):
        traceback.print_exc()
        code = CANNOT_SAVE
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _next(line: Connection, job: str) -> str:
    """Say that a job is over, wait for the next one, and say that it was taken."""
    line.send(job)
    following: str = line.recv()
    line.send(TAKEN)
    return following


def _prepared(kind: Kind, asked: Asked) -> Work:
    """Prepare a job; where it cannot be done, leave: whoever asks for it finds out in a process of its own."""
    assert kind.prepare is not None
    try:
        with unfetched():
            return kind.prepare(asked)
    except Exception:  # noqa: BLE001 - nobody has asked for it yet, so there is nobody to tell
        os._exit(0)


def _task(ledger: Ledger, job: str, stop: Callable[[], bool]) -> Task:
    row = ledger.store.rows("SELECT owner, payload FROM jobs WHERE id = ?", (job,))[0]
    return Task(job, Asked(row["owner"], json.loads(row["payload"]), ledger), stop)


def _do(task: Task, work: Work) -> None:
    try:
        result = work(task)
    except sqlite3.Error:
        raise
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001 - whatever a job raises becomes a Problem
        problem = explained(error).to_json()
        task.emit({"event": "failed", "problem": problem})
        task.asked.ledger.outcome(task.id, problem=problem)
    else:
        failed = (result or {}).get("event") == "failed"
        task.asked.ledger.outcome(
            task.id, result=None if failed else result, problem=(result or {})["problem"] if failed else None
        )


def explained(error: BaseException) -> Problem:
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, DocumentError):
        return error.problems[0]
    if isinstance(error, MemoryError):
        return Problem(
            code="out_of_memory",
            said="The job needed more memory than there is.",
            expected="a job that fits into the memory",
            got="no memory left",
            next="Take a smaller batch, smaller images or a smaller network.",
        )
    number = secrets.token_hex(4)
    _LOG.error("error %s\n%s", number, "".join(traceback.format_exception(error)))
    return Problem(
        code="internal",
        said=f"Something went wrong inside Netgraft (error {number}).",
        expected="a job that ends with a result",
        got="none",
        next="Try again. If it comes back, report it with the lines that the server's log holds for this number.",
    )


def settle_in() -> None:
    """Own process group, first in line when memory runs out, gone when the server is."""
    faulthandler.enable()
    if hasattr(os, "setsid"):
        with suppress(PermissionError):
            os.setsid()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    if hasattr(os, "killpg"):
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
