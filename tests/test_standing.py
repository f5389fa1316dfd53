"""The standing worker: it remembers, and a bad question ends only the process."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.jobs.standing import Standing
from builder.problem import Refused
from tests.tiny_answers import prepare


@pytest.fixture
def standing() -> Iterator[Standing]:
    worker = Standing(prepare, name="look", seconds=30)
    yield worker
    worker.close()


def code(worker: Standing, do: str, owner: str = "anna") -> str:
    with pytest.raises(Refused) as caught:
        worker.ask(owner, {"do": do})
    return caught.value.problem.code


def test_it_keeps_what_it_knows_and_starts_again_after_a_death(standing: Standing) -> None:
    first = standing.ask("anna", {"do": "count"})
    assert standing.ask("ben", {"do": "count"}) == {"count": 2, "pid": first["pid"]}
    assert code(standing, "refuse") == "sample"
    assert code(standing, "fail") == "internal"
    assert standing.ask("anna", {"do": "count"})["count"] == 5
    assert code(standing, "die") == "worker_died"
    again = standing.ask("anna", {"do": "count"})
    assert again["count"] == 1
    assert again["pid"] != first["pid"]


def test_an_endless_question_is_ended() -> None:
    worker = Standing(prepare, name="look", seconds=1)
    try:
        worker.ask("anna", {"do": "count"})
        assert code(worker, "sleep") == "deadline"
        assert worker.ask("anna", {"do": "count"})["count"] == 1
    finally:
        worker.close()


def test_too_much_memory_is_ended() -> None:
    worker = Standing(prepare, name="look", seconds=60, memory=300_000_000)
    try:
        assert code(worker, "eat") == "out_of_memory"
    finally:
        worker.close()


def test_an_idle_process_gives_its_memory_back() -> None:
    worker = Standing(prepare, name="look", seconds=30, idle=0.2)
    try:
        first = worker.ask("anna", {"do": "count"})
        process = worker._process
        assert process is not None
        process.join(30)
        assert process.exitcode == 0
        assert worker.ask("anna", {"do": "count"})["pid"] != first["pid"]
    finally:
        worker.close()


def test_a_process_that_goes_idle_as_it_is_asked_is_asked_again(standing: Standing, tmp_path: Path) -> None:
    first = standing.ask("anna", {"do": "count"})
    again = standing.ask("anna", {"do": "leave", "mark": str(tmp_path / "left")})
    assert again["count"] == 1
    assert again["pid"] != first["pid"]


def test_one_question_an_owner() -> None:
    worker = Standing(prepare, name="look", seconds=3)
    try:
        worker.ask("anna", {"do": "count"})
        ended: list[str] = []
        slow = threading.Thread(target=lambda: ended.append(code(worker, "sleep")))
        slow.start()
        while not worker._asking:
            time.sleep(0.01)
        assert code(worker, "count") == "busy"
        slow.join()
        assert ended == ["deadline"]
        assert worker.ask("anna", {"do": "count"})["count"] == 1
    finally:
        worker.close()
