"""Jobs that are not taken, and how each one that ends badly is explained."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from builder.jobs import Limits, Supervisor
from builder.jobs.asked import Asked
from builder.jobs.deaths import explain
from builder.jobs.ledger import Ledger
from builder.jobs.standing import Standing
from builder.problem import Problem
from builder.store import Store
from builder.ui.server.envelope import answered
from tests.golden_codes.form import Case, refused, sent
from tests.test_jobs import LONG
from tests.tiny_answers import prepare
from tests.tiny_jobs import KINDS


@contextmanager
def ledger(folder: Path) -> Iterator[Ledger]:
    store = Store.open(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_hex", lambda length: "8c2e")
        yield Ledger(store)
    store.close()


@contextmanager
def supervisor(folder: Path) -> Iterator[Supervisor]:
    store = Store.open(folder)
    jobs = Supervisor(store, kinds=KINDS, limits=Limits(grace=0.3, payload=5_000_000), preload=())
    try:
        yield jobs
    finally:
        jobs.close()
        store.close()


def ended(kind: str) -> Case:
    """A job of this kind, in a process of its own, to its end."""

    def provoke(folder: Path) -> Problem:
        with supervisor(folder) as jobs:
            return sent(jobs.wait("ada", jobs.submit("ada", kind, {}), LONG).problem)

    return provoke


def asked_twice(folder: Path) -> Problem:
    worker = Standing(prepare, name="look", seconds=1)
    slow = threading.Thread(target=lambda: refused(lambda: worker.ask("ada", {"do": "sleep"})))
    try:
        slow.start()
        while not worker._asking:
            time.sleep(0.01)
        return refused(lambda: worker.ask("ada", {"do": "count"}))
    finally:
        slow.join()
        worker.close()


def a_fault_of_ours(folder: Path) -> Problem:
    def fails(question: object) -> None:
        raise RuntimeError("a secret of the inside")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_hex", lambda length: "1f00d5a7")
        return sent(answered("fails", fails)({})["problems"][0])


def a_server_that_stopped(folder: Path) -> Problem:
    with ledger(folder) as jobs:
        job = jobs.add("ada", "train", "training", "{}", queued=5)
        with jobs.store.writing() as database:
            database.execute("UPDATE jobs SET status = 'running'")
        jobs.interrupt()
        return sent(jobs.state("ada", job).problem)


def a_run_without_a_model(folder: Path) -> Problem:
    with ledger(folder) as jobs:
        job = jobs.add("ada", "train", "training", "{}", queued=5)
        return refused(lambda: Asked("ada", {}, jobs).run_folder(job))


def a_file_that_nobody_brought(folder: Path) -> Problem:
    with ledger(folder) as jobs:
        return refused(lambda: Asked("ada", {}, jobs).own_file("table.csv"))


def a_job_of_another(folder: Path) -> Problem:
    with ledger(folder) as jobs:
        job = jobs.add("ada", "train", "training", "{}", queued=5)
        return refused(lambda: jobs.state("ben", job))


def a_sixth_job(folder: Path) -> Problem:
    store = Store.open(folder)
    jobs = Ledger(store)
    for _ in range(5):
        jobs.add("ada", "train", "training", "{}", queued=5)
    problem = refused(lambda: jobs.add("ada", "train", "training", "{}", queued=5))
    store.close()
    return problem


def a_large_question(folder: Path) -> Problem:
    with supervisor(folder) as jobs:
        return refused(lambda: jobs.submit("ada", "add", {"text": "x" * 7_000_000}))


def killed(code: int) -> Case:
    """The end of a training of five gigabytes; how much a real one had taken is another each time."""

    def provoke(folder: Path) -> Problem:
        problem = explain(code, None, kind="train", seconds=3_600, peak=5_200_000_000)
        assert problem is not None
        return problem

    return provoke


def too_much_memory(folder: Path) -> Problem:
    problem = explain(-9, "memory", kind="train", seconds=3_600, peak=5_200_000_000)
    assert problem is not None
    return problem


CASES: dict[str, Case] = {
    "busy": asked_twice,
    "deadline": ended("short"),
    "internal": a_fault_of_ours,
    "interrupted": a_server_that_stopped,
    "no_model": a_run_without_a_model,
    "out_of_memory": too_much_memory,
    "payload_size": a_large_question,
    "queue_full": a_sixth_job,
    "store": ended("fill_disk"),
    "unknown_job": a_job_of_another,
    "unknown_upload": a_file_that_nobody_brought,
    "worker_died": killed(-9),
}
