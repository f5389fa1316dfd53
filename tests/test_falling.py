"""A learning rate that falls over the run: what each step gets, and that a run that goes on gets the same."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch

from builder.fitting import fit, settings_of
from builder.fitting.falling import share
from builder.fitting.running import Run
from builder.problem import Refused
from builder.weights.trained import load_run
from tests.test_fit import mlp

SETTINGS = {"data": "wine", "epochs": 3, "batch": 32, "learning_rate": 0.01, "falling": True}


@pytest.fixture
def rates(monkeypatch: pytest.MonkeyPatch) -> list[list[float]]:
    """The rates of the groups at each step that is taken from now on."""
    seen: list[list[float]] = []
    step = Run.step

    def noted(run: Run, *args: Any, **more: Any) -> Any:
        assert run.optimiser is not None
        seen.append([group["lr"] for group in run.optimiser.param_groups])
        return step(run, *args, **more)

    monkeypatch.setattr(Run, "step", noted)
    return seen


def test_half_a_cosine_begins_with_all_and_ends_with_nothing() -> None:
    assert [share(done, 4) for done in range(5)] == pytest.approx([1, 0.853553, 0.5, 0.146447, 0], abs=1e-6)


def test_every_step_has_a_smaller_rate_than_the_one_before(rates: list[list[float]]) -> None:
    last = list(fit(mlp(), settings=SETTINGS, device="cpu"))[-1]
    assert last["event"] == "finished", last
    assert rates[0] == [0.01]
    assert all(after[0] < before[0] for before, after in pairwise(rates))
    assert rates[-1][0] == pytest.approx(0.01 * share(len(rates) - 1, len(rates)))


def test_a_part_with_a_rate_of_its_own_keeps_its_share_of_it(rates: list[list[float]]) -> None:
    first = next(node.id for node in mlp().nodes if node.block == "linear")
    rate = {"node": first, "patterns": [], "factor": 0.1}
    last = list(fit(mlp(), settings=SETTINGS | {"rates": [rate]}, device="cpu"))[-1]
    assert last["event"] == "finished", last
    assert all(own == pytest.approx(plain * 0.1) for plain, own in rates)


def test_without_it_the_rate_stays(rates: list[list[float]]) -> None:
    list(fit(mlp(), settings=SETTINGS | {"falling": False}, device="cpu"))
    assert {rate for groups in rates for rate in groups} == {0.01}


def test_a_run_that_was_stopped_goes_on_at_the_same_rates(rates: list[list[float]], tmp_path: Path) -> None:
    list(fit(mlp(), settings=SETTINGS, device="cpu", checkpoint=tmp_path / "whole"))
    whole, count = list(rates), len(rates)
    rates.clear()
    halt = lambda: len(rates) >= count // 2  # noqa: E731 - asked between the steps
    list(fit(mlp(), settings=SETTINGS, device="cpu", stop=halt, checkpoint=tmp_path / "half"))
    list(fit(mlp(), settings=SETTINGS, device="cpu", checkpoint=tmp_path / "rest", resume=tmp_path / "half"))
    assert rates == whole
    kept = [load_run(tmp_path / name).module.state_dict() for name in ("whole", "rest")]
    assert all(torch.equal(kept[0][name], tensor) for name, tensor in kept[1].items())


def test_another_length_is_another_run_since_the_rates_are_others(tmp_path: Path) -> None:
    steps = iter(range(100))
    list(fit(mlp(), settings=SETTINGS, device="cpu", stop=lambda: next(steps) > 4, checkpoint=tmp_path))
    last = list(fit(mlp(), settings=SETTINGS | {"epochs": 9}, device="cpu", resume=tmp_path))[-1]
    assert (last["event"], last["problem"]["code"]) == ("failed", "other_run")


def test_whether_it_falls_is_yes_or_no() -> None:
    with pytest.raises(Refused) as caught:
        settings_of(mlp(), {"falling": 0.5})
    assert caught.value.problem.param == "falling"
