"""Jobs that are small enough for tests, and ones that misbehave. Workers import this file by its name."""

import ctypes
import os
import signal
import socket
import time

from builder.jobs import Kind, Task
from builder.jobs.asked import Asked
from builder.jobs.kind import Work
from builder.problem import refuse


def add(task: Task) -> dict[str, object]:
    """Report twice, then answer with the sum of the numbers."""
    task.emit({"event": "preparing", "said": "counting"})
    task.emit({"event": "step", "step": 1})
    return {"sum": sum(task.asked.payload["numbers"]), "owner": task.asked.owner}


def linger(task: Task) -> dict[str, object]:
    """Wait to be stopped, then end politely."""
    task.emit({"event": "step", "pid": os.getpid()})
    while not task.stop():
        time.sleep(0.02)
    task.folder.mkdir(parents=True, exist_ok=True)
    (task.folder / "said-goodbye").touch()
    return {"stopped": True}


def ignore(task: Task) -> None:
    """Wait for ever and listen to nobody."""
    task.emit({"event": "step", "pid": os.getpid()})
    while True:
        time.sleep(0.02)


def fail(task: Task) -> None:
    """Find a fault of the person's."""
    raise refuse("no_rows", "There is nothing to learn from.", next="Bring some data.")


def stumble(task: Task) -> None:
    """Find a fault of our own."""
    raise RuntimeError("a secret of the inside")


def crash(task: Task) -> None:
    """Read where nothing is."""
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    ctypes.string_at(0)


def hoard(task: Task) -> None:
    """Take memory without end."""
    held = []
    while True:
        held.append(bytearray(os.urandom(1_000_000)))


def fill_disk(task: Task) -> None:
    """Fail at writing, as on a full disk."""
    task.asked.ledger.store.rows("SELECT * FROM no_such_table")


def note(task: Task) -> dict[str, object]:
    """Say when it ran."""
    time.sleep(0.05)
    return {"at": time.time()}


def stay(task: Task) -> dict[str, object]:
    """Say in which process it runs; die there, or linger, when asked to."""
    if task.asked.payload.get("die"):
        os._exit(3)
    while task.asked.payload.get("linger") and not task.stop():
        task.emit({"event": "step", "pid": os.getpid()})
        time.sleep(0.02)
    return {"pid": os.getpid()}


def total(task: Task) -> dict[str, object]:
    """Add the numbers up, where nothing was prepared for it."""
    return {"sum": sum(task.asked.payload["numbers"]), "prepared": False, "pid": os.getpid()}


def begin_total(asked: Asked) -> Work:
    """Prepare adding the numbers up: fail, fetch, hoard or take long where the payload says so."""
    if asked.payload.get("fail"):
        raise refuse("no_rows", "There is nothing to add.", next="Bring some numbers.")
    if asked.payload.get("fetch"):
        socket.create_connection(("127.0.0.1", asked.payload["fetch"]))
    held = []
    while asked.payload.get("hoard"):
        held.append(bytearray(os.urandom(1_000_000)))
    time.sleep(asked.payload.get("slow", 0))
    known = sum(asked.payload["numbers"])

    def work(task: Task) -> dict[str, object]:
        while task.asked.payload.get("linger") and not task.stop():
            task.emit({"event": "step", "pid": os.getpid()})
            time.sleep(0.02)
        return {"sum": known, "prepared": True, "pid": os.getpid()}

    return work


KINDS = {
    "add": Kind(work=add, slot="training", seconds=60),
    "linger": Kind(work=linger, slot="training", seconds=60),
    "ignore": Kind(work=ignore, slot="training", seconds=60),
    "short": Kind(work=ignore, slot="training", seconds=0.3),
    "fail": Kind(work=fail, slot="training", seconds=60),
    "stumble": Kind(work=stumble, slot="training", seconds=60),
    "crash": Kind(work=crash, slot="training", seconds=60),
    "hoard": Kind(work=hoard, slot="training", seconds=60),
    "fill_disk": Kind(work=fill_disk, slot="training", seconds=60),
    "note": Kind(work=note, slot="training", seconds=60),
    "answer": Kind(work=add, slot="inference", seconds=60, kept=3, passing=True),
    "total": Kind(work=total, slot="training", seconds=60, prepare=begin_total),
    "other_total": Kind(work=total, slot="training", seconds=60, prepare=begin_total),
    "stay": Kind(work=stay, slot="inference", seconds=60, stays=60),
    "stay_a_little": Kind(work=stay, slot="inference", seconds=60, stays=0.05),
}
