"""A run that is made ready before anybody asks for it: the same numbers, to the last bit, and nothing on the disk."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import torch

from builder import Document, load
from builder.fitting import fit
from builder.fitting.loop import carry_out
from builder.fitting.network import Network
from builder.fitting.ready import ready_run
from builder.problem import DocumentError, Refused
from tests.test_proof import on_digits
from tests.test_worlds import agent

EXAMPLES = Path(__file__).parents[1] / "assets" / "examples"
FEW = {"epochs": 2, "samples": 40, "batch": 16}
LATER = [{"epoch": 2, "node": "backbone", "patterns": ["layer4"]}]
TIMES = ("seconds", "cpu_seconds", "samples_per_second", "seconds_left")


def example(name: str) -> Document:
    return load(next(EXAMPLES.glob(f"{name}_*.json")))


def in_stages() -> Document:
    """An example that trains in stages, of one epoch each."""
    document = example("s17")
    assert document.training is not None
    stages = tuple(stage.model_copy(update={"epochs": 1}) for stage in document.training.stages)
    return document.model_copy(update={"training": document.training.model_copy(update={"stages": stages})})


def told(run: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The events from the start on, without times; steps are told by the clock, and their losses are in the epochs."""
    kept = [event for event in run if event["event"] not in ("preparing", "step")]
    return [{name: value for name, value in event.items() if name not in TIMES} for event in kept]


def weights(folder: Path) -> str:
    return sha256((folder / "model.safetensors").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("document", "more"),
    [
        pytest.param(on_digits("all"), {"data": "digits"}, id="frozen"),
        pytest.param(on_digits("layer3"), {"data": "digits"}, id="cut-inside"),
        pytest.param(example("s03"), {}, id="a-graph"),
        pytest.param(example("s05"), {}, id="dropout"),
        pytest.param(example("s09"), {}, id="fitted-at-once"),
        pytest.param(example("s16"), {"epochs": 1}, id="texts"),
        pytest.param(in_stages(), {}, id="in-stages"),
        pytest.param(agent(), {"data": "grid_world", "samples": 100}, id="acting"),
        pytest.param(on_digits("all"), {"data": "digits", "schedule": LATER}, id="joining-later"),
    ],
)
def test_a_run_comes_to_the_same_whether_it_was_ready_or_not(
    document: Document, more: dict[str, Any], tmp_path: Path
) -> None:
    given: dict[str, Any] = {"settings": FEW | more, "device": "cpu"}
    torch.manual_seed(5)
    plain = told(fit(document, **given, features=tmp_path / "features", checkpoint=tmp_path / "plain"))
    torch.manual_seed(5)
    ready = ready_run(document, **given, features=tmp_path / "others")
    assert not (tmp_path / "others").exists()
    later = told(carry_out(ready, checkpoint=tmp_path / "ready"))
    assert plain[-1]["event"] == "finished", plain[-1]
    assert later == plain
    assert weights(tmp_path / "ready") == weights(tmp_path / "plain")


def test_getting_ready_leaves_the_random_state_alone() -> None:
    torch.manual_seed(5)
    before = torch.get_rng_state()
    ready_run(example("s16"), settings=FEW, device="cpu")
    assert torch.get_rng_state().equal(before)


def test_what_was_tried_ahead_is_not_run_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran: list[int] = []
    real = Network.fixed

    def fixed(network: Network, arguments: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        ran.append(len(next(iter(arguments.values()))))
        return real(network, arguments)

    monkeypatch.setattr(Network, "fixed", fixed)
    given: dict[str, Any] = {"settings": FEW | {"data": "digits"}, "device": "cpu", "features": tmp_path}
    ready = ready_run(on_digits("all"), **given)
    tried = sum(ran)
    whole = told(carry_out(ready))
    assert sum(ran) == tried + whole[0]["train"] + whole[0]["test"] - FEW["batch"]
    ran.clear()
    told(carry_out(ready_run(on_digits("all"), **given)))
    assert ran == []


def test_the_time_of_getting_ready_counts() -> None:
    ready = ready_run(on_digits("all"), settings=FEW | {"data": "digits"}, device="cpu")
    *_, last = carry_out(ready)
    assert last["cpu_seconds"] > round(ready.cpu, 2) > 0


def test_what_cannot_be_trained_is_refused() -> None:
    with pytest.raises(Refused):
        ready_run(on_digits("all"), settings={"data": "wime"})
    with pytest.raises(DocumentError):
        ready_run(Document(), settings={"data": "digits"})
