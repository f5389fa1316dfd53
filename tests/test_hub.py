"""The hub: what is kept here is used, and a hub that does not answer is asked once, briefly."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from blocks.bases import hub
from builder import Document, add, connect, plan

COMMIT = "0" * 40


def named(block: str = "transformers_encoder") -> Document:
    document = add(Document(), "text_input", "text")
    document = add(document, block, "net", name="somebody/something", revision=COMMIT)
    document = connect(connect(document, "text.ids", "net.ids"), "text.mask", "net.mask")
    return connect(add(document, "value_output", "value"), "net.tokens", "value.x")


@pytest.fixture
def no_way(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A hub that never answers; the names that were asked for."""
    asked: list[str] = []

    class Silent:
        def head(self, address: str, **_: Any) -> None:
            asked.append(address)
            raise OSError("no route")

    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.utils.get_session", Silent)
    hub._answers.cache_clear()
    yield asked
    hub._answers.cache_clear()


def test_a_hub_that_does_not_answer_is_asked_once(no_way: list[str]) -> None:
    for _ in range(2):
        (problem,) = plan(named()).problems
        assert (problem.code, problem.node, problem.param) == ("hub_unreachable", "net", "name")
        assert "does not answer" in problem.said
    assert len(no_way) == 1


def test_a_hub_that_hangs_is_not_waited_for(no_way: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging:
        def head(self, *_: Any, **__: Any) -> None:
            time.sleep(5)

    monkeypatch.setattr("huggingface_hub.utils.get_session", Hanging)
    monkeypatch.setattr(hub, "PATIENCE", 0.05)
    assert not hub._answers("https://hub.invalid", 0)


def test_a_machine_that_is_to_stay_offline_asks_nobody(
    no_way: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    (problem,) = plan(named()).problems
    assert "told to stay offline" in problem.said
    assert no_way == []


def test_what_is_kept_here_needs_no_hub(no_way: list[str]) -> None:
    def read(name: str, **told: Any) -> str:
        assert told == {"local_files_only": True, "revision": COMMIT, "trust_remote_code": False}
        return name

    assert hub.kept_or_fetched(read, "somebody/something", COMMIT) == "somebody/something"
    assert no_way == []
