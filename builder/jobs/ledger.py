"""The ledger of jobs: rows and events in the store, and who may see them."""

import json
import secrets
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.jobs.state import LAST_EVENTS, JobState
from builder.jobs.turns import turns
from builder.problem import Problem, refuse
from builder.store import Store

KEPT_STEPS = 1_000
EVENTS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Ledger:
    """Jobs and events of a store. Whatever a person asks for goes through `get`, which asks for the owner."""

    store: Store

    def add(self, owner: str, kind: str, slot: str, payload: str, *, queued: int) -> str:
        """Queue a job and return its id.

        Raises:
            Refused: the owner has as many jobs waiting as one may have.
        """
        job = secrets.token_hex(8)
        with self.store.writing() as database:
            waiting = database.execute(
                "SELECT COUNT(*) FROM jobs WHERE owner = ? AND status = 'queued'", (owner,)
            ).fetchone()[0]
            if waiting >= queued:
                raise refuse(
                    "queue_full",
                    f"{waiting} of your jobs are waiting already.",
                    expected=f"at most {queued} waiting jobs",
                    got=f"{waiting + 1}",
                    next="Wait for one to start, or cancel one.",
                )
            database.execute(
                "INSERT INTO jobs (id, owner, kind, slot, payload, status, submitted) "
                "VALUES (?, ?, ?, ?, ?, 'queued', ?)",
                (job, owner, kind, slot, payload, time.time()),
            )
        return job

    def get(self, owner: str, job: str) -> sqlite3.Row:
        """A job's row.

        Raises:
            Refused: this owner has no such job. Another owner's job is told apart from none by nobody.
        """
        found = self.store.rows("SELECT * FROM jobs WHERE id = ? AND owner = ?", (job, owner))
        if not found:
            raise refuse(
                "unknown_job",
                "You have no such job.",
                expected="the id of a job of yours",
                got=str(job)[:40],
                next="Choose one from the list of your runs.",
            )
        return found[0]

    def state(self, owner: str, job: str, after: int = 0) -> JobState:
        """A job as it stands, with its events after a number."""
        row = self.get(owner, job)
        events, cursor = self._events(job, after)
        return _state(row, events, cursor, self._place(row))

    def listed(self, owner: str, kind: str | None = None, limit: int = 50) -> list[JobState]:
        """An owner's jobs without their events, the newest first."""
        found = self.store.rows(
            "SELECT * FROM jobs WHERE owner = ? AND (? IS NULL OR kind = ?) ORDER BY submitted DESC LIMIT ?",
            (owner, kind, kind, limit),
        )
        return [_state(row, [], 0, self._place(row)) for row in found]

    def events(self, owner: str, job: str, after: int = 0) -> tuple[list[dict[str, Any]], int]:
        """A job's events after a number, and the number to ask with next."""
        self.get(owner, job)
        return self._events(job, after)

    def append(self, job: str, event: Mapping[str, Any]) -> None:
        """Write one event."""
        with self.store.writing() as database:
            _append(database, job, event)

    def next_in(self, slot: str) -> sqlite3.Row | None:
        """The job that runs next in a slot, if one waits."""
        order = self._order(slot)
        return self.store.rows("SELECT * FROM jobs WHERE id = ?", (order[0],))[0] if order else None

    def begin(self, job: str) -> bool:
        """Note that a job runs; false when it no longer waits."""
        with self.store.writing() as database:
            changed = database.execute(
                "UPDATE jobs SET status = 'running', started = ? WHERE id = ? AND status = 'queued'",
                (time.time(), job),
            )
            return changed.rowcount == 1

    def outcome(self, job: str, *, result: Any = None, problem: Any = None) -> None:
        """Keep what a worker came to; the job is over when its process is."""
        with self.store.writing() as database:
            database.execute(
                "UPDATE jobs SET result = ?, problem = ? WHERE id = ?",
                (_dumped(result), _dumped(problem), job),
            )

    def wish_cancelled(self, owner: str, job: str) -> bool:
        """Note that the owner wants a job cancelled; true when it still waited and is over now."""
        self.get(owner, job)
        with self.store.writing() as database:
            changed = database.execute("UPDATE jobs SET cancelling = 1 WHERE id = ?", (job,))
            waiting = database.execute("SELECT 1 FROM jobs WHERE id = ? AND status = 'queued'", (job,))
            over = changed.rowcount == 1 and waiting.fetchone() is not None
            if over:
                _end(database, job, "cancelled", None, forget=False)
        return over

    def cancelling(self, jobs: tuple[str, ...]) -> set[str]:
        """Those of some running jobs that their owners want cancelled."""
        marks = ", ".join("?" * len(jobs))
        found = self.store.rows(f"SELECT id FROM jobs WHERE cancelling = 1 AND id IN ({marks})", jobs)  # noqa: S608
        return {row["id"] for row in found}

    def settle(
        self, job: str, problem: Problem | None, *, cancelled: bool, passing: bool, kept: int
    ) -> list[str]:
        """End a job whose process is over: with a problem found from outside, or with what its worker left.

        Returns the ids of the owner's older jobs of this kind that are forgotten, so that `kept` are left.
        """
        with self.store.writing() as database:
            row = database.execute("SELECT * FROM jobs WHERE id = ?", (job,)).fetchone()
            told = problem.to_json() if problem else _loaded(row["problem"])
            status = "cancelled" if cancelled else "failed" if told else "done"
            _end(database, job, status, told if status == "failed" else None, forget=passing)
            return _forget_old(database, row["owner"], row["kind"], kept)

    def interrupt(self) -> int:
        """End the jobs that ran when the server stopped, and say so; the number of them."""
        problem = Problem(
            code="interrupted",
            said="The server stopped while this job was running.",
            expected="a server that runs until the job ends",
            got="a server that was stopped or restarted",
            next="Start the job again; what it had saved is in its folder.",
        ).to_json()
        with self.store.writing() as database:
            running = database.execute("SELECT id FROM jobs WHERE status = 'running'").fetchall()
            for row in running:
                _end(database, row["id"], "failed", problem, forget=False)
        return len(running)

    def known(self) -> set[str]:
        """The ids of all jobs."""
        return {row["id"] for row in self.store.rows("SELECT id FROM jobs")}

    def _events(self, job: str, after: int) -> tuple[list[dict[str, Any]], int]:
        found = self.store.rows(
            "SELECT number, body FROM events WHERE job = ? AND number > ? ORDER BY number LIMIT ?",
            (job, after, EVENTS_AT_ONCE),
        )
        return [json.loads(row["body"]) for row in found], found[-1]["number"] if found else after

    def _order(self, slot: str) -> list[str]:
        waiting = self.store.rows(
            "SELECT id, owner FROM jobs WHERE status = 'queued' AND slot = ? ORDER BY submitted, rowid",
            (slot,),
        )
        served = self.store.rows(
            "SELECT owner, MAX(started) AS last FROM jobs WHERE slot = ? AND started IS NOT NULL GROUP BY owner",
            (slot,),
        )
        return turns(
            [(row["id"], row["owner"]) for row in waiting], {row["owner"]: row["last"] for row in served}
        )

    def _place(self, row: sqlite3.Row) -> int:
        order = self._order(row["slot"]) if row["status"] == "queued" else []
        return order.index(row["id"]) + 1 if row["id"] in order else 0


def _end(database: sqlite3.Connection, job: str, status: str, problem: Any, *, forget: bool) -> None:
    database.execute(
        "UPDATE jobs SET status = ?, ended = ?, problem = ?, payload = CASE WHEN ? THEN '{}' ELSE payload END "
        "WHERE id = ? AND status IN ('queued', 'running')",
        (status, time.time(), _dumped(problem), forget, job),
    )
    _thin(database, job)
    last = database.execute(
        "SELECT body FROM events WHERE job = ? ORDER BY number DESC LIMIT 1", (job,)
    ).fetchone()
    if last and json.loads(last["body"]).get("event") in LAST_EVENTS:
        return
    name = {"done": "finished"}.get(status, status)
    _append(database, job, {"event": name} | ({"problem": problem} if problem else {}))


def _thin(database: sqlite3.Connection, job: str) -> None:
    """Keep an even thousand of the steps of a long job; its curve looks the same."""
    steps = 'job = ? AND body LIKE \'{"event": "step"%\''
    count = database.execute(f"SELECT COUNT(*) FROM events WHERE {steps}", (job,)).fetchone()[0]  # noqa: S608
    if count > KEPT_STEPS:
        every = -(-count // KEPT_STEPS)
        database.execute(f"DELETE FROM events WHERE {steps} AND number % ? != 0", (job, every))  # noqa: S608


def _append(database: sqlite3.Connection, job: str, event: Mapping[str, Any]) -> None:
    database.execute(
        "INSERT INTO events SELECT ?, COALESCE(MAX(number), 0) + 1, ? FROM events WHERE job = ?",
        (job, _dumped(dict(event)), job),
    )


def _forget_old(database: sqlite3.Connection, owner: str, kind: str, kept: int) -> list[str]:
    found = database.execute(
        "SELECT id FROM jobs WHERE owner = ? AND kind = ? AND ended IS NOT NULL "
        "ORDER BY ended DESC LIMIT -1 OFFSET ?",
        (owner, kind, kept),
    )
    old = [row["id"] for row in found]
    for job in old:
        database.execute("DELETE FROM events WHERE job = ?", (job,))
        database.execute("DELETE FROM jobs WHERE id = ?", (job,))
    return old


def _state(row: sqlite3.Row, events: list[dict[str, Any]], cursor: int, place: int) -> JobState:
    return JobState(
        id=row["id"],
        kind=row["kind"],
        status=row["status"],
        submitted=row["submitted"],
        started=row["started"],
        ended=row["ended"],
        place_in_queue=place,
        events=events,
        cursor=cursor,
        result=_loaded(row["result"]),
        problem=_loaded(row["problem"]),
    )


def _dumped(data: Any) -> str | None:
    return None if data is None else json.dumps(data, ensure_ascii=False)


def _loaded(text: str | None) -> Any:
    return None if text is None else json.loads(text)
