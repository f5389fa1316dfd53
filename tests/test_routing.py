"""Routing by a condition: each sample gets its own branch, unknown cases are refused, and hits are counted."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from builder import Document, add, connect, load, plan, set_param, to_module, to_source
from builder.data import load as load_data
from builder.fitting import fit
from builder.inferring.inference import infer
from builder.inferring.routing import Routed
from builder.problem import Refused
from builder.writing.compile import run_source
from tests.sites import declared, place, spec, usual

FAULTY = Path(__file__).parents[1] / "assets" / "faulty"


def heads(cases: str = "day, night", **params: Any) -> Document:
    """4 numbers and a case -> one of two linear layers of 3 -> classes."""
    network = add(Document(), "vector_input", "numbers", width=4)
    network = add(network, "condition_input", "case", names=cases)
    for name in ("day", "night"):
        network = connect(add(network, "linear", name, out_features=3), "numbers.vector", f"{name}.x")
    network = connect(add(network, "route", "route", **params), "case.condition", "route.condition")
    network = connect(connect(network, "day.y", "route.xs"), "night.y", "route.xs")
    return connect(add(network, "class_output", "kind"), "route.y", "kind.x")


def test_each_sample_of_a_mixed_batch_takes_its_own_branch() -> None:
    module: Any = to_module(heads())
    numbers, case = torch.randn(4, 4), torch.tensor([0, 1, 1, 0])
    got = module(numbers, case)
    day, night = module.day(numbers), module.night(numbers)
    assert torch.equal(got, torch.stack([day[0], night[1], night[2], day[3]]))


def test_a_branch_that_no_sample_takes_learns_nothing() -> None:
    module: Any = to_module(heads())
    module(torch.randn(4, 4), torch.zeros(4, dtype=torch.int64)).sum().backward()
    assert module.day.weight.grad.abs().sum() > 0
    assert module.night.weight.grad.abs().sum() == 0


def test_wires_may_come_in_another_order_than_the_cases() -> None:
    module: Any = to_module(heads(branches="night, day"))
    numbers = torch.randn(2, 4)
    assert torch.equal(module(numbers, torch.tensor([1, 1])), module.day(numbers))


@pytest.mark.parametrize("value", [2, -1, 99])
def test_a_value_outside_the_cases_is_an_error_that_names_them(value: int) -> None:
    exported = run_source(to_source(heads()))["build"]()
    for module in (to_module(heads()), exported):
        with pytest.raises(
            ValueError, match=rf"No branch is for the condition {value}; .*0 \(day\), 1 \(night\)"
        ):
            module(torch.randn(3, 4), torch.tensor([0, value, 1]))


def test_a_batch_may_have_to_agree() -> None:
    module: Any = to_module(heads(by="batch"))
    numbers = torch.randn(2, 4)
    assert torch.equal(module(numbers, torch.tensor([1, 1])), module.night(numbers))
    with pytest.raises(ValueError, match="different branches"):
        module(numbers, torch.tensor([0, 1]))


def test_otherwise_takes_the_cases_that_have_no_branch() -> None:
    document = heads("day, night, dusk", otherwise="night")
    assert plan(document).sound
    module: Any = to_module(document)
    numbers = torch.randn(2, 4)
    assert torch.equal(module(numbers, torch.tensor([2, 2])), module.night(numbers))


CASES: dict[str, tuple[str, Document]] = {
    "a case without a branch": ("no_branch", heads("day, night, dusk")),
    "otherwise names no branch": ("no_branch", heads("day, night, dusk", otherwise="dawn")),
    "a branch for no case": ("branch_names", heads(branches="day, nigth")),
    "too few names": ("branch_names", heads(branches="day")),
    "a name twice": ("branch_names", heads(branches="day, day")),
    "too many names": ("branch_names", heads("day, night, dusk", branches="day, night, dusk")),
    "other widths": ("branch_shapes", set_param(heads(), "night", "out_features", 4)),
}


@pytest.mark.parametrize(("code", "document"), CASES.values(), ids=CASES)
def test_what_does_not_fit_is_refused_before_anything_runs(code: str, document: Document) -> None:
    (problem,) = plan(document).problems
    assert (problem.code, problem.node) == (code, "route")
    assert problem.expected
    assert problem.got
    assert problem.next


def test_a_misspelt_branch_suggests_the_case() -> None:
    assert plan(heads(branches="day, nigth")).problems[0].next == "Did you mean 'night'?"


def test_a_condition_of_unknown_origin_counts_its_cases() -> None:
    site = place("route", condition=usual("condition"), xs=(spec("B", 4), spec("B", 4)))
    module = declared("route", site).module
    assert module is not None
    assert module.kwargs["branches"] == ("case 0", "case 1")
    named = replace(usual("condition"), cases=("a", "b"))
    assert declared("route", place("route", condition=named, xs=(spec("B", 4),) * 2)) is not None


def test_hits_are_counted_until_they_are_taken() -> None:
    planned = plan(heads())
    module: Any = to_module(planned.document)
    routed = Routed(planned, module)
    module(torch.randn(5, 4), torch.tensor([0, 1, 1, 1, 0]))
    assert routed.take() == {"route": {"day": 2, "night": 3}}
    assert routed.take() == {"route": {"day": 0, "night": 0}}
    routed.close()
    module(torch.randn(1, 4), torch.tensor([0]))
    assert routed.take() == {"route": {"day": 0, "night": 0}}


def test_the_cameras_turn_what_they_say() -> None:
    digits, cameras = load_data("digits"), load_data("cameras")
    turned = cameras.columns["camera"].values == 1
    seen, plain = cameras.columns["image"].values, digits.columns["image"].values
    assert (seen[~turned] == plain[~turned]).all()
    assert (seen[turned] == plain[turned][:, ::-1, ::-1]).all()
    assert abs(turned.mean() - 0.5) < 0.01


def pixels() -> Document:
    """Pictures of 8 x 8 and the camera -> a linear layer for each camera -> which pair."""
    network = add(Document(), "image_input", "image", size=8, channels=1, scaling="unit")
    network = add(network, "condition_input", "camera", names="turned, upright", column="camera")
    network = connect(add(network, "flatten", "flat"), "image.image", "flat.x")
    for name in ("turned", "upright"):
        network = connect(add(network, "linear", name, out_features=5), "flat.y", f"{name}.x")
    network = connect(add(network, "route", "route"), "camera.condition", "route.condition")
    network = connect(connect(network, "turned.y", "route.xs"), "upright.y", "route.xs")
    return connect(add(network, "class_output", "pair", target="pair"), "route.y", "pair.x")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("cameras")
    settings = {"data": "cameras", "epochs": 12, "learning_rate": 0.01}
    return folder, list(fit(pixels(), settings=settings, checkpoint=folder, device="cpu"))[-1]


def test_training_says_how_many_samples_each_branch_answered(run: tuple[Path, dict[str, Any]]) -> None:
    last, data = run[1], load_data("cameras")
    assert last["event"] == "finished", last
    for part, rows in (("train", data.train), ("test", data.test)):
        turned = int((data.columns["camera"].values[rows] == 1).sum())
        assert last["routes"][part] == {"route": {"turned": turned, "upright": len(rows) - turned}}
    assert last["test"]["pair"]["accuracy"] > last["baseline"]["pair"]["value"]


def test_an_answer_names_the_branch_that_gave_it(run: tuple[Path, dict[str, Any]]) -> None:
    data = load_data("cameras")
    row = int(next(row for row in data.test if data.columns["camera"].values[row] == 1))
    answer = infer(run[0], sample={"row": row})
    assert answer["routes"] == {"route": {"turned": 1, "upright": 0}}
    assert answer["said"].endswith("route: by the branch turned")
    sample = {"image": Image.fromarray(data.columns["image"].values[row]), "condition": "upright"}
    assert infer(run[0], sample=sample)["routes"] == {"route": {"turned": 0, "upright": 1}}


def test_an_unknown_case_at_inference_is_refused_with_the_known_ones(
    run: tuple[Path, dict[str, Any]],
) -> None:
    with pytest.raises(Refused) as caught:
        infer(run[0], sample={"image": Image.new("RGB", (9, 9)), "condition": "hung"})
    assert caught.value.problem.code == "condition_unknown"
    assert "turned, upright" in caught.value.problem.expected


def test_the_faulty_document_names_the_camera_without_a_head() -> None:
    planned = plan(load(FAULTY / "s14_unknown_condition.json"))
    (problem,) = planned.problems
    assert (problem.code, problem.node, problem.port) == ("no_branch", "route", "xs")
    assert "'sideways'" in problem.said
