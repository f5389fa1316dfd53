"""Jobs run in processes of their own; whatever happens to one, the server and the next job go on."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from builder.jobs import JobState, Limits, Supervisor
from builder.jobs.ledger import Ledger
from builder.jobs.turns import turns
from builder.problem import Refused
from builder.store import Store
from tests.tiny_jobs import KINDS

LONG = 60.0
ROOT = Path(__file__).parents[1]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def jobs(store: Store) -> Iterator[Supervisor]:
    supervisor = started(store)
    yield supervisor
    supervisor.close()


def started(store: Store, **limits: float) -> Supervisor:
    return Supervisor(store, kinds=KINDS, limits=Limits(**limits), preload=())


def begun(jobs: Supervisor, owner: str, job: str) -> int:
    """Wait until a job has said its process id."""
    after = 0
    while True:
        state = jobs.wait(owner, job, 0.05, after)
        after = state.cursor
        for event in state.events:
            if "pid" in event:
                return int(event["pid"])
        assert not state.over, state


def ended(jobs: Supervisor, owner: str, kind: str, **payload: object) -> JobState:
    return jobs.wait(owner, jobs.submit(owner, kind, payload), LONG)


def works(jobs: Supervisor) -> bool:
    return ended(jobs, "next", "add", numbers=[1, 2]).result == {"sum": 3, "owner": "next"}


def test_a_job_reports_and_answers(jobs: Supervisor) -> None:
    job = jobs.submit("ada", "add", {"numbers": [1, 2, 39]})
    state = jobs.wait("ada", job, LONG)
    assert (state.status, state.result) == ("done", {"sum": 42, "owner": "ada"})
    assert [event["event"] for event in state.events] == ["preparing", "preparing", "step", "finished"]
    assert jobs.events("ada", job, state.cursor - 1) == ([{"event": "finished"}], state.cursor)


def test_a_killed_worker_is_explained_and_the_next_job_runs(jobs: Supervisor) -> None:
    job = jobs.submit("ada", "linger", {})
    os.kill(begun(jobs, "ada", job), signal.SIGKILL)
    state = jobs.wait("ada", job, LONG)
    assert state.status == "failed"
    assert state.problem is not None
    assert state.problem["code"] == "worker_died"
    assert "was killed (signal 9)" in state.problem["said"]
    assert state.events[-1] == {"event": "failed", "problem": state.problem}
    assert works(jobs)


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("fail", "no_rows", "There is nothing to learn from."),
        ("crash", "worker_died", "signal 11"),
        ("short", "deadline", "ran longer than 0.3 seconds"),
        ("fill_disk", "store", "could not be saved"),
    ],
)
def test_every_end_is_explained(store: Store, kind: str, code: str, said: str) -> None:
    jobs = started(store, grace=0.3)
    try:
        state = ended(jobs, "ada", kind)
        assert state.status == "failed"
        assert state.problem is not None
        assert state.problem["code"] == code
        assert said in state.problem["said"]
        assert state.problem["next"]
        assert works(jobs)
    finally:
        jobs.close()


def test_a_fault_of_our_own_shows_a_number_and_not_the_inside(jobs: Supervisor) -> None:
    state = ended(jobs, "ada", "stumble")
    assert state.problem is not None
    assert state.problem["code"] == "internal"
    assert "secret" not in str(state)


def test_memory_is_watched(store: Store) -> None:
    jobs = started(store, memory=300_000_000)
    try:
        state = ended(jobs, "ada", "hoard")
        assert state.problem is not None
        assert state.problem["code"] == "out_of_memory"
        assert "GB of memory" in state.problem["said"]
        assert works(jobs)
    finally:
        jobs.close()


def test_cancel_lets_the_worker_say_goodbye(jobs: Supervisor, store: Store) -> None:
    job = jobs.submit("ada", "linger", {})
    begun(jobs, "ada", job)
    jobs.cancel("ada", job)
    state = jobs.wait("ada", job, LONG)
    assert (state.status, state.problem) == ("cancelled", None)
    assert state.events[-1]["event"] == "cancelled"
    assert (store.run_folder(job) / "said-goodbye").exists()
    assert works(jobs)


def test_cancel_ends_a_worker_that_does_not_listen(store: Store) -> None:
    jobs = started(store, grace=0.2)
    try:
        job = jobs.submit("ada", "ignore", {})
        pid = begun(jobs, "ada", job)
        jobs.cancel("ada", job)
        assert jobs.wait("ada", job, LONG).status == "cancelled"
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    finally:
        jobs.close()


def test_a_waiting_job_is_cancelled_without_running(jobs: Supervisor) -> None:
    first = jobs.submit("ada", "linger", {})
    begun(jobs, "ada", first)
    second = jobs.submit("ada", "add", {"numbers": []})
    assert jobs.state("ada", second).place_in_queue == 1
    jobs.cancel("ada", second)
    state = jobs.state("ada", second)
    assert (state.status, state.started) == ("cancelled", None)
    assert jobs.state("ada", first).status == "running"


def test_inference_answers_while_training_runs(jobs: Supervisor) -> None:
    job = jobs.submit("ada", "linger", {})
    begun(jobs, "ada", job)
    assert ended(jobs, "ada", "answer", numbers=[4, 5]).result == {"sum": 9, "owner": "ada"}
    assert jobs.state("ada", job).status == "running"


def stayed(jobs: Supervisor, kind: str = "stay", **payload: object) -> int:
    state = ended(jobs, "ada", kind, **payload)
    assert state.result is not None, state
    return int(state.result["pid"])


def test_a_worker_that_stays_does_the_next_job_too(jobs: Supervisor) -> None:
    assert len({stayed(jobs) for _ in range(3)}) == 1
    jobs.close()


def test_a_worker_that_stays_may_die_between_two_jobs_or_in_one(jobs: Supervisor) -> None:
    first = stayed(jobs)
    os.kill(first, signal.SIGKILL)
    second = stayed(jobs)
    assert second != first
    failed = ended(jobs, "ada", "stay", die=True)
    assert failed.problem is not None
    assert failed.problem["code"] == "worker_died"
    assert stayed(jobs) != second


def test_a_cancelled_job_takes_its_worker_along(jobs: Supervisor) -> None:
    job = jobs.submit("ada", "stay", {"linger": True})
    worker = begun(jobs, "ada", job)
    jobs.cancel("ada", job)
    assert jobs.wait("ada", job, LONG).status == "cancelled"
    assert stayed(jobs) != worker


def test_a_worker_leaves_when_nobody_comes_and_when_the_server_closes(jobs: Supervisor) -> None:
    brief, long = stayed(jobs, "stay_a_little"), stayed(jobs)
    until = time.monotonic() + LONG
    while psutil.pid_exists(brief) and time.monotonic() < until:
        time.sleep(0.02)
    assert not psutil.pid_exists(brief)
    assert psutil.pid_exists(long)
    jobs.close()
    assert not psutil.pid_exists(long)


def test_only_the_newest_jobs_are_remembered(jobs: Supervisor, store: Store) -> None:
    other = ended(jobs, "bob", "answer", numbers=[0]).id
    ids = [ended(jobs, "ada", "answer", numbers=[number]).id for number in range(3)]
    for job in ids:
        store.run_folder(job).mkdir()
    ids.append(ended(jobs, "ada", "answer", numbers=[3]).id)
    assert {state.id for state in jobs.listed("ada")} == set(ids[1:])
    assert [store.run_folder(job).exists() for job in ids[:3]] == [False, True, True]
    assert jobs.state("bob", other).status == "done"


def test_passing_jobs_leave_no_payload(jobs: Supervisor, store: Store) -> None:
    ended(jobs, "ada", "answer", numbers=[1, 2])
    ended(jobs, "ada", "add", numbers=[1, 2])
    kept = {row["kind"]: row["payload"] for row in store.rows("SELECT kind, payload FROM jobs")}
    assert kept == {"answer": "{}", "add": '{"numbers": [1, 2]}'}


def test_a_long_job_keeps_an_even_share_of_its_steps(jobs: Supervisor, store: Store) -> None:
    job = jobs.submit("ada", "linger", {})
    begun(jobs, "ada", job)
    with store.writing() as database:
        database.executemany(
            "INSERT INTO events VALUES (?, ?, ?)",
            [(job, 100 + n, json.dumps({"event": "step", "step": n})) for n in range(12_000)]
            + [(job, 20_000, json.dumps({"event": "epoch", "epoch": 1}))],
        )
    first = jobs.state("ada", job)
    assert len(first.events) == 5_000
    assert len(jobs.events("ada", job, first.cursor)[0]) == 5_000
    jobs.cancel("ada", job)
    kept = [event for event in jobs.wait("ada", job, LONG).events if "step" in event]
    assert 900 <= len(kept) <= 1_000
    assert {after["step"] - before["step"] for before, after in pairwise(kept)} == {13}
    assert [event["event"] for event in jobs.state("ada", job).events][-2:] == ["epoch", "cancelled"]


def test_another_owner_sees_and_cancels_nothing(jobs: Supervisor) -> None:
    job = jobs.submit("ada", "linger", {})
    begun(jobs, "ada", job)
    for attempt in (jobs.state, jobs.events, jobs.cancel):
        with pytest.raises(Refused) as caught:
            attempt("mallory", job)
        assert caught.value.problem.code == "unknown_job"
    assert jobs.listed("mallory") == []
    assert jobs.state("ada", job).status == "running"


def test_at_most_five_jobs_wait(jobs: Supervisor) -> None:
    begun(jobs, "ada", jobs.submit("ada", "linger", {}))
    for _ in range(5):
        jobs.submit("ada", "add", {"numbers": []})
    with pytest.raises(Refused) as caught:
        jobs.submit("ada", "add", {"numbers": []})
    assert caught.value.problem.code == "queue_full"
    assert jobs.submit("bob", "add", {"numbers": []})


def test_a_large_payload_is_refused(store: Store) -> None:
    jobs = started(store, payload=1_000)
    try:
        with pytest.raises(Refused) as caught:
            jobs.submit("ada", "add", {"numbers": [1] * 1_000})
        assert caught.value.problem.code == "payload_size"
    finally:
        jobs.close()


def test_the_slot_goes_to_whoever_was_served_longest_ago(jobs: Supervisor) -> None:
    hold = jobs.submit("ada", "linger", {})
    begun(jobs, "ada", hold)
    greedy = [jobs.submit("ada", "note", {}) for _ in range(3)]
    modest = jobs.submit("bob", "note", {})
    assert [jobs.state("ada", job).place_in_queue for job in greedy] == [2, 3, 4]
    assert jobs.state("bob", modest).place_in_queue == 1
    jobs.cancel("ada", hold)
    times = {job: (jobs.wait("ada", job, LONG).result or {})["at"] for job in greedy}
    times[modest] = (jobs.wait("bob", modest, LONG).result or {})["at"]
    assert sorted(times, key=times.__getitem__) == [modest, *greedy]


@pytest.mark.parametrize(
    ("waiting", "served", "expected"),
    [
        pytest.param([], {}, [], id="nobody"),
        pytest.param([("1", "a"), ("2", "a")], {}, ["1", "2"], id="one-owner-in-order"),
        pytest.param([("1", "a"), ("2", "a"), ("3", "b")], {}, ["1", "3", "2"], id="two-owners-in-turns"),
        pytest.param([("1", "a"), ("2", "b")], {"a": 5.0}, ["2", "1"], id="never-served-first"),
        pytest.param([("1", "a"), ("2", "b")], {"a": 5.0, "b": 9.0}, ["1", "2"], id="longest-ago-first"),
    ],
)
def test_turns(waiting: list[tuple[str, str]], served: dict[str, float], expected: list[str]) -> None:
    assert turns(waiting, served) == expected


def test_a_job_of_a_server_that_died_is_interrupted(store: Store) -> None:
    jobs = started(store)
    job = jobs.submit("ada", "add", {"numbers": []})
    jobs.wait("ada", job, LONG)
    jobs.close()
    with store.writing() as database:
        database.execute("UPDATE jobs SET status = 'running', ended = NULL")
        database.execute("DELETE FROM events")
    folder = store.run_folder(job)
    folder.mkdir()
    (folder / "model.safetensors").touch()
    (folder / "model.safetensors.part").touch()
    store.run_folder("unknown").mkdir()
    drafts = [store.folder / "features" / f"{name}.part" for name in ("of a crash", "of another program")]
    drafts[0].parent.mkdir()
    for draft in drafts:
        draft.touch()
    os.utime(drafts[0], (0, 0))
    jobs = started(store)
    try:
        state = jobs.state("ada", job)
        assert state.status == "failed"
        assert state.problem is not None
        assert state.problem["code"] == "interrupted"
        assert [draft.exists() for draft in drafts] == [False, True]
        assert [event["event"] for event in state.events] == ["failed"]
        assert [file.name for file in folder.iterdir()] == ["model.safetensors"]
        assert not store.run_folder("unknown").exists()
    finally:
        jobs.close()


def test_closing_interrupts_what_runs_and_keeps_what_waits(store: Store) -> None:
    jobs = started(store)
    first = jobs.submit("ada", "linger", {})
    pid = begun(jobs, "ada", first)
    second = jobs.submit("ada", "add", {"numbers": [7]})
    jobs.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    jobs = started(store)
    try:
        assert (jobs.state("ada", first).problem or {})["code"] == "interrupted"
        assert jobs.wait("ada", second, LONG).result == {"sum": 7, "owner": "ada"}
    finally:
        jobs.close()


def test_workers_end_with_a_server_that_was_killed(store: Store) -> None:
    command = [sys.executable, "-m", "tests.tiny_server", str(store.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        job, worker = server.stdout.readline().split()
        server.kill()
    while psutil.pid_exists(int(worker)) and psutil.Process(int(worker)).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.02)
    jobs = started(store)
    try:
        assert (jobs.state("ada", job).problem or {})["code"] == "interrupted"
        assert works(jobs)
    finally:
        jobs.close()


def test_one_server_a_data_folder(jobs: Supervisor, store: Store) -> None:
    with pytest.raises(Refused) as caught:
        started(store)
    assert caught.value.problem.code == "store_in_use"


def test_a_job_that_cannot_be_started_does_not_end_the_turns_of_others(
    jobs: Supervisor, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Such as one that waited while Netgraft was renewed, and whose kind is no longer there."""
    with caplog.at_level(logging.CRITICAL, "netgraft"):
        Ledger(store).add("ada", "no longer there", "training", "{}", queued=5)
        assert works(jobs)


def test_many_threads_may_ask_at_once(jobs: Supervisor) -> None:
    results: list[object] = []

    def ask(owner: str) -> None:
        results.append(ended(jobs, owner, "answer", numbers=[1]).status)

    threads = [threading.Thread(target=ask, args=(f"owner{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert results == ["done"] * 8
