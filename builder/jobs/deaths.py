"""Why a worker ended, said to the person whose job it was."""

import signal
from typing import Literal

from builder.jobs.worker import CANNOT_SAVE
from builder.problem import Problem

Cause = Literal["cancelled", "deadline", "memory", "closing"]

_SIGNALS: dict[int, str] = {
    signal.SIGSEGV: "a library crashed",
    signal.SIGABRT: "a library gave up",
    signal.SIGILL: "a library used an instruction that this processor lacks",
}


def explain(code: int, cause: Cause | None, *, kind: str, seconds: float, peak: int) -> Problem | None:
    """The problem of a worker that ended with this exit code, or None when it ended of itself.

    `cause` is why the supervisor stopped it, if it did; `peak` is the most memory that it was seen to use.
    """
    memory = f"{peak / 1e9:.1f} GB"
    if cause == "deadline":
        return Problem(
            code="deadline",
            said=f"The job was stopped: it ran longer than {_time(seconds)}.",
            expected=f"at most {_time(seconds)}",
            got="a job that was still running",
            next="Take fewer epochs or samples, or a smaller network.",
        )
    if cause == "memory":
        return Problem(
            code="out_of_memory",
            said=f"The job was stopped: it needs about {memory} of memory, which is more than a job may use.",
            expected="a job that fits into the memory",
            got=memory,
            next="Take a smaller batch, smaller images or a smaller network.",
        )
    if cause == "closing":
        return Problem(
            code="interrupted",
            said="The server stopped while this job was running.",
            expected="a server that runs until the job ends",
            got="a server that was stopped or restarted",
            next="Start the job again; what it had saved is in its folder.",
        )
    if code == CANNOT_SAVE:
        return Problem(
            code="store",
            said="The job ended because its progress could not be saved.",
            expected="room on the disk, in a folder that can be written to",
            got="a write that failed",
            next="Free some space on the disk of the data folder, then start the job again.",
        )
    return None if code == 0 else _killed(code, kind, memory)


def not_started() -> Problem:
    """The problem of a job for which the system gave no process."""
    return Problem(
        code="worker_died",
        said="No process could be started for this job. The server and the other jobs go on.",
        expected="a process of its own for each job",
        got="a refusal of the system",
        next="Close other programs, then start the job again.",
    )


def _killed(code: int, kind: str, memory: str) -> Problem:
    name = {"train": "training", "infer": "inference"}.get(kind, kind)
    if code < 0:
        number = -code
        why = _SIGNALS.get(number, "most often because the machine ran out of memory")
        how = f"was killed (signal {number}): {why}"
    else:
        how = f"ended without a word (exit code {code})"
    return Problem(
        code="worker_died",
        said=f"The {name} process {how}. The server and the other jobs go on.",
        expected="a process that ends with a result",
        got=f"{'signal' if code < 0 else 'exit code'} {abs(code)}, with {memory} of memory in use",
        next="Start it again. If it dies again, take a smaller batch, smaller images or a smaller network.",
    )


def _time(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:g} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.0f} hours"
