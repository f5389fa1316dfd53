"""Compiling what learns: decided by the seconds of steps, and given up where it cannot be. No time is asserted."""

from collections.abc import Callable
from shutil import which
from typing import Any

import pytest
import torch

from builder import Document, add, connect, set_param
from builder.cli.train import _progress
from builder.fitting import compiling, fit
from builder.fitting.compiling import Sized, faster, worth
from tests.test_resume import staged

SETTINGS = {"data": "digits", "samples": 52, "batch": 16, "epochs": 4, "learning_rate": 0.01}
"""Four steps an epoch, of which the last is smaller."""


@pytest.mark.parametrize(
    ("step", "left", "pays"), [(0.2, 10_000, True), (0.2, 100, False), (0.001, 10_000, False)]
)
def test_compiling_is_tried_where_enough_seconds_are_left(step: float, left: int, *, pays: bool) -> None:
    assert worth(step, left) is pays


@pytest.mark.parametrize(
    ("plain", "quick", "kept"), [(0.2, 0.1, True), (0.2, 0.19, False), (0.1, 0.2, False)]
)
def test_it_is_kept_where_steps_are_clearly_faster(plain: float, quick: float, *, kept: bool) -> None:
    assert faster(plain, quick) is kept


def network() -> Document:
    """Pictures with a layer that moves statistics and one that draws random numbers."""
    made = add(Document(), "image_input", "source", size=8)
    made = add(add(made, "conv2d", "first", out_channels=4), "batch_norm2d", "norm")
    made = add(add(made, "global_average_pool", "pool"), "dropout", "drop")
    made = add(add(made, "linear", "scores", out_features=10), "class_output", "digit")
    for wire in (
        "source.image>first.x",
        "first.y>norm.x",
        "norm.y>pool.x",
        "pool.y>drop.x",
        "drop.y>scores.x",
        "scores.y>digit.x",
    ):
        made = connect(made, *wire.split(">"))
    return made


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A processor counts as a GPU, and every step as worth it; the rows of each compiled call are noted."""
    found: list[int] = []

    def backend(graph: torch.fx.GraphModule, _: Any) -> Callable[..., Any]:
        def run(*given: torch.Tensor) -> Any:
            found.append(
                max(len(tensor) for tensor in given if tensor.dim() in (2, 4) and not tensor.requires_grad)
            )
            return graph(*given)

        return run

    for name, value in {"KINDS": ("cpu",), "WORTH": 0.0, "GAIN": 0.0, "STEPS": 2, "BACKEND": backend}.items():
        monkeypatch.setattr(compiling, name, value)
    torch.compiler.reset()
    return found


def events(document: Document | None = None, **changes: Any) -> list[dict[str, Any]]:
    told = list(fit(document or network(), settings=SETTINGS | changes, device="cpu"))
    assert told[-1]["event"] == "finished", told[-1]
    return told


def losses(told: list[dict[str, Any]]) -> list[Any]:
    return [(event["losses"], event["test"]) for event in told if event["event"] == "epoch"]


def noted(told: list[dict[str, Any]]) -> list[str]:
    return [event["said"] for event in told if event["event"] == "noted"]


@pytest.fixture
def plain() -> list[Any]:
    return losses(events())


def test_full_batches_run_compiled_to_the_same_losses(plain: list[Any], runs: list[int]) -> None:
    told = events()
    assert losses(told) == plain
    (said,) = noted(told)
    assert said.startswith("Compiled: a step takes ")
    full = 3 * SETTINGS["epochs"]  # type: ignore[operator]
    assert runs == [16] * (
        1 + full - 2
    )  # once to compile it, and in all steps but those that were timed before


def test_what_is_not_faster_is_given_up(
    plain: list[Any], runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "GAIN", 1e9)
    told = events()
    assert losses(told) == plain
    (said,) = noted(told)
    assert said.startswith("Not compiled: a step takes ")
    assert len(runs) == 1 + 2


def test_what_cannot_be_compiled_runs_as_it_is(
    plain: list[Any], runs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("no compiler")

    monkeypatch.setattr(compiling, "BACKEND", broken)
    told = events()
    assert losses(told) == plain
    assert noted(told) == ["Not compiled: it cannot be (BackendCompilerFailed)."]
    assert not runs


def test_few_steps_are_not_worth_it(runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "WORTH", 1e9)
    (said,) = noted(events())
    assert said.startswith("Not compiled: about ")
    assert said.endswith("it pays from 1000000000 s.")
    assert not runs


def test_a_processor_never_compiles(runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert not noted(events())
    assert not runs
    assert compiling.KINDS == ("cuda",)


def test_backward_is_compiled_too(plain: list[Any], runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "BACKEND", "aot_eager")
    told = events()
    assert noted(told)[0].startswith("Compiled: ")
    for ours, theirs in zip(losses(told), plain, strict=True):
        assert ours[0]["digit"] == pytest.approx(theirs[0]["digit"], abs=1e-5)


def test_a_real_compiler_gives_the_same_losses(runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    document = set_param(
        network(), "drop", "p", 0.0
    )  # a compiler draws random numbers in an order of its own
    monkeypatch.setattr(compiling, "KINDS", ())
    plain = losses(events(document))
    monkeypatch.setattr(compiling, "KINDS", ("cpu",))
    monkeypatch.setattr(compiling, "BACKEND", "inductor")
    told = events(document)
    assert noted(told)[0].startswith("Compiled: " if which("g++") else "Not compiled: ")
    for ours, theirs in zip(losses(told), plain, strict=True):
        assert ours[0]["digit"] == pytest.approx(theirs[0]["digit"], abs=1e-4)


def test_it_begins_again_when_something_joins(runs: list[int]) -> None:
    told = events(staged(), data="wine", samples=64)
    assert len(noted(told)) == 2


def test_measuring_and_smaller_batches_run_as_they_are() -> None:
    made = Sized(lambda **_: {"which": torch.zeros(())}, lambda **_: {"which": torch.ones(())}, rows=3)
    assert made(x=torch.ones(3))["which"] == 1
    assert made(x=torch.ones(2))["which"] == 0
    with torch.no_grad():
        assert made(x=torch.ones(3))["which"] == 0


def test_the_command_line_says_it() -> None:
    assert (
        _progress({"event": "noted", "said": "Not compiled: it cannot be."}) == "Not compiled: it cannot be."
    )
