"""The real jobs: training in a worker that may be killed, and trying what was trained while others train."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder import dumps
from builder.jobs import JobState, Supervisor
from builder.store import Store
from tests.networks import line

LONG = 240.0
WINE = [13.2, 1.78, 2.14, 11.2, 100.0, 2.65, 2.76, 0.26, 1.28, 4.38, 1.05, 3.4, 1050.0]


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervisor]:
    store = Store.open(tmp_path_factory.mktemp("data"))
    supervisor = Supervisor(store)
    yield supervisor
    supervisor.close()
    store.close()


def asked(epochs: int, **more: object) -> dict[str, object]:
    return {"document": dumps(line()), "data": "wine", "settings": {"epochs": epochs}} | more


def until(jobs: Supervisor, job: str, kind: str) -> JobState:
    """Wait until a job has told an event of a kind."""
    state = jobs.wait("ada", job, 0.0)
    while not any(event["event"] == kind for event in state.events):
        assert not state.over, state
        state = jobs.wait("ada", job, 0.1)
    return state


def worker_of(jobs: Supervisor, job: str) -> int:
    """The process id of a running job's worker."""
    pid = jobs._running[job].process.pid
    assert pid is not None
    return int(pid)


def test_a_killed_training_is_explained_and_what_was_trained_answers(jobs: Supervisor) -> None:
    killed = jobs.submit("ada", "train", asked(10_000))
    until(jobs, killed, "epoch")
    os.kill(worker_of(jobs, killed), signal.SIGKILL)
    state = jobs.wait("ada", killed, LONG)
    assert state.problem is not None
    assert state.problem["code"] == "worker_died"
    assert "The training process was killed (signal 9)" in state.problem["said"]

    done = jobs.wait("ada", jobs.submit("ada", "train", asked(3)), LONG)
    assert (done.status, done.problem) == ("done", None)
    assert done.events[-1]["event"] == "finished"
    assert done.result is not None
    assert done.result["proof"]["changed"] == []

    busy = jobs.submit("ada", "train", asked(10_000))
    until(jobs, busy, "epoch")
    sample = {"run": done.id, "sample": {"features": WINE}}
    answer = jobs.wait("ada", jobs.submit("ada", "infer", sample), LONG)
    assert answer.problem is None
    assert answer.result is not None
    assert len(answer.result["outputs"]["kind"]["classes"]) == 3
    assert jobs.state("ada", busy).status == "running"

    stolen = jobs.wait("mallory", jobs.submit("mallory", "infer", sample), LONG)
    assert (stolen.problem or {})["code"] == "unknown_job"
    jobs.cancel("ada", busy)
    ended = jobs.wait("ada", busy, LONG)
    assert ended.status == "cancelled"

    reached = sum(event["event"] == "epoch" for event in ended.events)
    more = jobs.payload("ada", busy) | {"resume": busy, "settings": {"epochs": reached + 2}}
    again = jobs.wait("ada", jobs.submit("ada", "train", more), LONG)
    assert (again.status, again.problem) == ("done", None)
    assert sum(event["event"] == "epoch" for event in again.events) == reached + 2
    foreign = jobs.wait("mallory", jobs.submit("mallory", "train", more), LONG)
    assert (foreign.problem or {})["code"] == "unknown_job"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"document": "{}"}, "document_version", id="no-document"),
        pytest.param({"data": "/etc/passwd"}, "data_unknown", id="a-path-as-data"),
        pytest.param(
            {"settings": {"data": "/etc"}, "data": "wime"}, "data_unknown", id="a-path-in-the-settings"
        ),
        pytest.param({"upload": "../../netgraft.sqlite3"}, "unknown_upload", id="a-path-as-upload"),
        pytest.param({"settings": {"epochs": 10**9}}, "training_setting", id="endless"),
    ],
)
def test_what_cannot_be_trained_is_explained(jobs: Supervisor, change: dict[str, object], code: str) -> None:
    state = jobs.wait("ada", jobs.submit("ada", "train", asked(1, **change)), LONG)
    assert state.status == "failed"
    assert (state.problem or {})["code"] == code
    assert [event["event"] for event in state.events].count("failed") == 1


def test_an_infer_job_of_nonsense_is_explained(jobs: Supervisor, tmp_path: Path) -> None:
    state = jobs.wait("ada", jobs.submit("ada", "infer", {"run": "../../etc", "sample": {}}), LONG)
    assert (state.problem or {})["code"] == "unknown_job"
