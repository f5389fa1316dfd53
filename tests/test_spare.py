"""A job that is prepared comes to the same; where anything differs, it runs as if nothing had been prepared."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from builder import dumps
from builder.jobs import JobState, Limits, Supervisor, spare
from builder.jobs.asked import Asked
from builder.jobs.ledger import Ledger
from builder.jobs.training import prepare, train
from builder.store import Store
from tests.networks import line
from tests.tiny_jobs import KINDS

LONG = 60.0
NUMBERS = {"numbers": [1, 2, 39]}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare, "STILL", 0.01)
    monkeypatch.setattr(spare, "LOOKS", 0.02)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def jobs(store: Store) -> Iterator[Supervisor]:
    supervisor = Supervisor(store, kinds=KINDS, preload=())
    yield supervisor
    supervisor.close()


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def held(jobs: Supervisor) -> int | None:
    """The process id of the spare worker, once it has prepared its job."""
    found = jobs._spare._held
    return found.running.process.pid if found and found.running._said else None


def prepared(jobs: Supervisor, owner: str = "ada", kind: str = "total", **payload: object) -> int:
    jobs.prepare(owner, kind, NUMBERS | payload)
    until(lambda: held(jobs) and jobs._spare._held and jobs._spare._held.wish.owner == owner)
    pid = held(jobs)
    assert pid is not None
    return pid


def ended(jobs: Supervisor, owner: str = "ada", kind: str = "total", **payload: object) -> JobState:
    return jobs.wait(owner, jobs.submit(owner, kind, NUMBERS | payload), LONG)


def answer(state: JobState) -> dict[str, Any]:
    assert state.result is not None, state
    return state.result


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_the_worker_that_has_prepared_a_job_does_it(jobs: Supervisor) -> None:
    pid = prepared(jobs)
    assert answer(ended(jobs)) == {"sum": 42, "prepared": True, "pid": pid}
    until(lambda: gone(pid))
    assert answer(ended(jobs))["prepared"] is False


def short_of_memory(jobs: Supervisor, store: Store, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("builder.planning.budget.available", lambda: 1_000)


def too_late(jobs: Supervisor, store: Store, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(spare, "WAITS", 0.0)


def another_file(jobs: Supervisor, store: Store, patch: pytest.MonkeyPatch) -> None:
    (store.uploads("ada") / "more.csv").write_text("a,b")


def a_changed_file(jobs: Supervisor, store: Store, patch: pytest.MonkeyPatch) -> None:
    (store.uploads("ada") / "mine.csv").write_text("a,b\n1,2\n")


def a_lost_file(jobs: Supervisor, store: Store, patch: pytest.MonkeyPatch) -> None:
    (store.uploads("ada") / "mine.csv").unlink()


def killed(jobs: Supervisor, store: Store, patch: pytest.MonkeyPatch) -> None:
    pid = held(jobs)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def nothing(jobs: Supervisor, store: Store, patch: pytest.MonkeyPatch) -> None:
    pass


Happening = Callable[[Supervisor, Store, pytest.MonkeyPatch], None]


@pytest.mark.parametrize(
    ("happens", "asked"),
    [
        pytest.param(nothing, {"numbers": [1, 2, 40]}, id="another-payload"),
        pytest.param(nothing, {"owner": "bob"}, id="another-owner"),
        pytest.param(nothing, {"kind": "other_total"}, id="another-kind"),
        *(
            pytest.param(happens, {}, id=happens.__name__)
            for happens in (another_file, a_changed_file, a_lost_file, short_of_memory, too_late, killed)
        ),
    ],
)
def test_whatever_differs_nothing_that_was_prepared_is_used(
    jobs: Supervisor,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    happens: Happening,
    asked: dict[str, Any],
) -> None:
    (store.uploads("ada") / "mine.csv").write_text("a,b\n1,3\n")
    pid = prepared(jobs)
    happens(jobs, store, monkeypatch)
    state = ended(jobs, **asked)
    assert (state.status, answer(state)["prepared"]) == ("done", False)
    assert answer(state)["sum"] == sum(asked.get("numbers", NUMBERS["numbers"]))
    until(lambda: gone(pid))


def test_a_worker_that_dies_while_it_prepares_costs_nobody_anything(jobs: Supervisor) -> None:
    jobs.prepare("ada", "total", NUMBERS | {"slow": 30})
    until(lambda: jobs._spare._held)
    assert jobs._spare._held is not None
    pid = jobs._spare._held.running.process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: jobs._spare._held is None)
    prepared(jobs)
    assert answer(ended(jobs))["prepared"] is True


def test_who_asks_before_it_is_prepared_waits_for_nothing(jobs: Supervisor) -> None:
    jobs.prepare("ada", "total", NUMBERS | {"slow": 30})
    until(lambda: jobs._spare._held)
    assert answer(ended(jobs, slow=30))["prepared"] is False
    assert jobs._spare._held is None


def test_nothing_is_prepared_while_memory_is_short(store: Store) -> None:
    jobs = Supervisor(store, kinds=KINDS, limits=Limits(spare=2**60), preload=())
    try:
        jobs.prepare("ada", "total", NUMBERS)
        time.sleep(0.3)
        assert jobs._spare._held is None
        assert answer(ended(jobs))["prepared"] is False
    finally:
        jobs.close()


def test_preparing_keeps_to_the_memory_of_a_job(store: Store) -> None:
    jobs = Supervisor(store, kinds=KINDS, limits=Limits(memory=300_000_000), preload=())
    try:
        jobs.prepare("ada", "total", NUMBERS | {"hoard": True})
        until(lambda: jobs._spare._held)
        until(lambda: jobs._spare._held is None)
        assert answer(ended(jobs))["prepared"] is False
    finally:
        jobs.close()


def test_what_cannot_be_prepared_is_told_by_the_job_alone(jobs: Supervisor) -> None:
    jobs.prepare("ada", "total", {"numbers": ["one"]})
    until(lambda: jobs._spare._held)
    until(lambda: jobs._spare._held is None)
    state = ended(jobs, numbers=["one"])
    assert (state.problem or {})["code"] == "internal"
    assert [event["event"] for event in state.events].count("failed") == 1


def test_nothing_is_fetched_for_what_nobody_has_asked_for(jobs: Supervisor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        jobs.prepare("ada", "total", NUMBERS | {"fetch": server.getsockname()[1]})
        until(lambda: jobs._spare._held)
        until(lambda: jobs._spare._held is None)
        with pytest.raises(TimeoutError):
            server.accept()
    assert answer(ended(jobs))["prepared"] is False


def test_one_job_is_prepared_at_a_time_and_the_first_owner_keeps_it(jobs: Supervisor) -> None:
    first = prepared(jobs)
    jobs.prepare("bob", "total", NUMBERS)
    time.sleep(0.2)
    assert held(jobs) == first
    assert answer(ended(jobs))["pid"] == first
    until(lambda: held(jobs) not in (None, first))
    assert answer(ended(jobs, "bob"))["prepared"] is True


def test_an_owner_s_next_wish_takes_the_place_of_the_last(jobs: Supervisor) -> None:
    first = prepared(jobs)
    jobs.prepare("ada", "total", NUMBERS | {"more": 1})
    until(lambda: held(jobs) not in (None, first))
    second = held(jobs)
    assert gone(first)
    jobs.prepare("ada", "total", NUMBERS | {"more": 1})
    until(lambda: jobs._spare._wish is None)
    assert answer(ended(jobs, more=1)) == {"sum": 42, "prepared": True, "pid": second}


def test_nothing_is_prepared_while_its_slot_is_taken(jobs: Supervisor) -> None:
    busy = jobs.submit("bob", "linger", {})
    until(lambda: jobs.state("bob", busy).status == "running")
    jobs.prepare("ada", "total", NUMBERS)
    time.sleep(0.2)
    assert jobs._spare._held is None
    jobs.cancel("bob", busy)
    until(lambda: held(jobs))
    assert answer(ended(jobs))["prepared"] is True


def test_a_prepared_job_is_cancelled_like_any_other(jobs: Supervisor) -> None:
    pid = prepared(jobs, linger=True)
    job = jobs.submit("ada", "total", NUMBERS | {"linger": True})
    until(lambda: jobs.events("ada", job)[0])
    jobs.cancel("ada", job)
    assert jobs.wait("ada", job, LONG).status == "cancelled"
    until(lambda: gone(pid))


def test_the_spare_worker_leaves_when_nobody_comes_and_when_the_server_closes(
    jobs: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        pid = prepared(jobs)
        patch.setattr(spare, "WAITS", 0.0)
        until(lambda: jobs._spare._held is None)
        assert gone(pid)
    pid = prepared(jobs)
    jobs.close()
    assert gone(pid)


def test_a_zip_is_not_unpacked_for_what_nobody_has_asked_for(store: Store) -> None:
    payload = {"document": dumps(line()), "upload": "pictures.zip"}
    assert prepare(Asked("ada", payload, Ledger(store))) is train


def test_a_training_that_was_prepared_comes_to_the_same(tmp_path: Path) -> None:
    """The real job, in the real workers."""
    store = Store.open(tmp_path)
    jobs = Supervisor(store)
    payload = {"document": dumps(line()), "data": "wine", "settings": {"epochs": 2}, "device": "cpu"}
    try:
        plain = jobs.wait("ada", jobs.submit("ada", "train", payload), 240)
        jobs.prepare("ada", "train", payload)
        until(lambda: held(jobs))
        state = jobs.wait("ada", jobs.submit("ada", "train", payload), 240)
        assert [plain.events[0]["event"], state.events[0]["event"]] == ["preparing", "started"]
        files = [store.run_folder(each.id) / "model.safetensors" for each in (plain, state)]
        assert files[0].read_bytes() == files[1].read_bytes()
        losses = [[event["loss"] for event in each.events if "losses" in event] for each in (plain, state)]
        assert losses[0] == losses[1]
        assert len(losses[0]) == 2
    finally:
        jobs.close()
        store.close()
