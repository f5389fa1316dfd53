"""Features come with the batches that ask for them: each row once, and nothing half-filled is ever found."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from builder import default_registry
from builder.fitting import fit, settings_of
from builder.fitting.network import Network
from builder.fitting.progress import Progress
from builder.fitting.running import Run
from builder.fitting.setup import dataset_of, run_of
from tests.test_proof import on_digits

SETTINGS = {"data": "digits", "samples": 24, "batch": 8, "epochs": 3, "learning_rate": 0.01}
TRIED = 3
"""Rows that run once more, before the first step."""


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows ran through the frozen part, call by call."""
    found: list[int] = []
    real = Network.fixed

    def fixed(network: Network, arguments: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        found.append(len(next(iter(arguments.values()))))
        return real(network, arguments)

    monkeypatch.setattr(Network, "fixed", fixed)
    return found


def events(folder: Path | None = None, **more: Any) -> Iterator[dict[str, Any]]:
    return fit(on_digits("all"), settings=SETTINGS, device="cpu", features=folder, **more)


def losses(run: list[dict[str, Any]]) -> list[float]:
    assert run[-1]["event"] == "finished", run[-1]
    return [event["loss"] for event in run if event["event"] == "epoch"]


def test_the_first_loss_waits_for_its_own_rows_alone(counted: list[int]) -> None:
    next(event for event in events() if event["event"] == "step")
    assert sum(counted) == TRIED + 8


def test_each_row_runs_once(counted: list[int]) -> None:
    *_, last = events()
    assert last["event"] == "finished"
    assert sum(counted) == TRIED + 24 + 100


def test_nothing_is_found_before_all_rows_are_there(tmp_path: Path) -> None:
    for event in events(tmp_path):
        if event["event"] in ("step", "epoch") and event["epoch"] == 1:
            assert any(tmp_path.glob("*.safetensors")) == (event["event"] == "epoch")
    assert [file.suffix for file in tmp_path.iterdir()] == [".safetensors"]


def closed(folder: Path) -> None:
    """The page goes away within the first epoch."""
    run = events(folder)
    next(event for event in run if event["event"] == "step")
    run.close()  # type: ignore[attr-defined]


def stopped(folder: Path) -> None:
    asked = iter(range(100))
    assert [*events(folder, stop=lambda: next(asked) >= 2)][-1]["stopped"]


def failed(folder: Path) -> None:
    """A step goes wrong in the middle of the first epoch."""
    real, steps = Run.step, iter(range(100))

    def step(*given: Any, **more: Any) -> Any:
        if next(steps) == 1:
            raise RuntimeError("a step went wrong")
        return real(*given, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Run, "step", step)
        assert [*events(folder)][-1]["event"] == "failed"


@pytest.mark.parametrize("end", [closed, stopped, failed], ids=lambda end: end.__name__)
def test_a_run_that_ends_within_its_first_epoch_leaves_nothing(
    end: Callable[[Path], None], tmp_path: Path
) -> None:
    end(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("steps", [1, 4])
def test_a_stopped_run_goes_on_to_the_same_losses(steps: int, tmp_path: Path) -> None:
    asked = iter(range(100))
    whole = losses([*events()])
    list(events(stop=lambda: next(asked) >= steps, checkpoint=tmp_path))
    assert losses([*events(resume=tmp_path)]) == whole


def test_one_file_for_each_of_two_runs_at_once(tmp_path: Path) -> None:
    first, second = events(tmp_path), events(tmp_path)
    next(event for event in first if event["event"] == "step")
    told = losses([*second])
    assert losses([*first]) == told
    assert len(list(tmp_path.iterdir())) == 1


def test_all_rows_are_there_where_a_row_may_be_asked_for_alone(counted: list[int]) -> None:
    settings = settings_of(on_digits("all"), SETTINGS)
    run, _ = run_of(on_digits("all"), default_registry(), dataset_of(settings, None), settings, "cpu")
    list(run.features.keep(run.dataset.rows, run.dataset.train[:8]))
    list(run.features.keep_all([run.dataset.train, run.dataset.test], lambda: False))
    assert run.features.filling is not None
    assert run.features.filling.whole
    before = len(counted)
    run.features.of([run.dataset.train[3]])
    assert len(counted) == before


def test_what_is_done_once_is_not_counted_for_every_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([10.0, 12.0, 12.0])
    monkeypatch.setattr("builder.fitting.progress.monotonic", lambda: next(now))
    progress = Progress(epochs=5, steps=4)
    progress.due(8, 1.0)
    progress.due(8, 1.5)
    event = progress.event(epoch=1, step=2, loss=1.0, ahead=3.0)
    assert event["seconds_left"] == 0.5 * 18 + 3.0
