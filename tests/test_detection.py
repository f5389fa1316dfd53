"""Boxes as outputs: decoding, who owns a cell, the loss, suppression, the metric and what is shown."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from blocks.modules.boxes_from_cells import boxes_from_cells
from builder import Document, add, connect, load, plan, set_param, to_module
from builder.data import load as load_data
from builder.documents.editing import repair
from builder.documents.examples import example_path
from builder.fitting import fit
from builder.fixes import with_fixes
from builder.inferring.inference import infer
from builder.tasks.boxes import BoxesTask, _owners

FAULTY = Path(__file__).parents[1] / "assets" / "faulty"
PARAMS = {"box_weight": 2.0, "overlap": 0.4, "least": 0.5, "names": "letter"}
ABSENT = [0.0, 0.0, 0.0, 0.0, -1.0]


def detector(size: int = 32) -> Document:
    """Pictures -> two convolutions to a map of an eighth -> boxes and scores at each cell."""
    network = add(Document(), "image_input", "image", size=size, scaling="centred")
    source = "image.image"
    for name, channels in (("first", 16), ("second", 32)):
        network = add(
            network, "conv2d", name, out_channels=channels, kernel_size=[5], stride=[2], padding=[2]
        )
        network = connect(network, source, f"{name}.x")
        network = connect(add(network, "relu", f"{name}_relu"), f"{name}.y", f"{name}_relu.x")
        source = f"{name}_relu.y"
    for name, channels in (("box_head", 4), ("class_head", 2)):
        network = connect(
            add(network, "conv2d", name, out_channels=channels, kernel_size=[3], padding=[1]),
            source,
            f"{name}.x",
        )
    network = connect(add(network, "boxes_from_cells", "boxes"), "box_head.y", "boxes.x")
    network = add(network, "detection_output", "found", names="letter")
    network = connect(network, "boxes.boxes", "found.boxes")
    return connect(network, "class_head.y", "found.scores")


def test_a_cell_without_shift_gives_a_box_of_its_own_size_around_its_middle() -> None:
    boxes = boxes_from_cells(torch.zeros(1, 4, 4, 4))
    assert boxes[0, :, 1, 2].tolist() == pytest.approx([0.5, 0.25, 0.75, 0.5])


def test_a_box_lies_inside_the_picture_whatever_the_head_says() -> None:
    boxes = boxes_from_cells(torch.randn(3, 4, 7, 7) * 50)
    assert 0 <= float(boxes.min()) <= float(boxes.max()) <= 1
    assert bool((boxes[:, 2:] >= boxes[:, :2]).all())


def test_shift_and_size_are_what_they_say() -> None:
    raw = torch.zeros(1, 4, 2, 2)
    raw[0, 2] = float(np.log(0.5))
    raw[0, 3] = float(np.log(2))
    left, top, right, bottom = boxes_from_cells(raw)[0, :, 0, 0].tolist()
    assert (left, right) == pytest.approx((0.125, 0.375))
    assert (top, bottom) == pytest.approx((0.0, 0.75))  # cut off at the upper edge


def test_cells_in_the_middle_of_a_box_belong_to_it() -> None:
    truth = torch.tensor([[[0.0, 0.0, 0.5, 0.5, 0.0], ABSENT]])
    owner = _owners(truth, 4, 4)[0]
    assert owner.tolist() == [[0, 0, -1, -1], [0, 0, -1, -1], [-1] * 4, [-1] * 4]


def test_even_the_smallest_box_has_a_cell() -> None:
    truth = torch.tensor([[[0.30, 0.80, 0.31, 0.81, 0.0]]])
    assert int((_owners(truth, 7, 7) == 0).sum()) == 1


def perfect(truth: torch.Tensor, cells: int = 4) -> tuple[torch.Tensor, torch.Tensor]:
    """Boxes and scores of a detector that knows the first box."""
    owner = _owners(truth, cells, cells)
    boxes = truth[:, :1, :4].transpose(1, 2)[..., None].expand(-1, -1, cells, cells).clone()
    scores = torch.stack([torch.where(owner < 0, 9.0, -9.0), torch.where(owner < 0, -9.0, 9.0)], dim=1)
    return boxes, scores


def test_who_knows_the_boxes_has_no_loss_and_overlaps_fully() -> None:
    task, truth = BoxesTask(), torch.tensor([[[0.1, 0.2, 0.5, 0.6, 0.0]], [[0.5, 0.5, 0.9, 1.0, 0.0]]])
    results = perfect(truth)
    assert float(task.loss(PARAMS, results, truth)) < 1e-4
    assert task.measure(PARAMS, task.guess(PARAMS, results), truth) == pytest.approx(1)
    worse = (results[0] * 0.8, results[1])
    assert float(task.loss(PARAMS, worse, truth)) > 0.1
    silent = (results[0], torch.zeros_like(results[1]))
    assert float(task.loss(PARAMS, silent, truth)) > 0.5


def test_a_picture_without_boxes_only_teaches_the_background() -> None:
    task, truth = BoxesTask(), torch.tensor([[ABSENT]])
    quiet = torch.stack([torch.full((1, 4, 4), 9.0), torch.full((1, 4, 4), -9.0)], dim=1)
    assert float(task.loss(PARAMS, (torch.zeros(1, 4, 4, 4), quiet), truth)) < 1e-4


def test_boxes_that_overlap_are_one_find() -> None:
    boxes = torch.zeros(1, 4, 1, 3)
    boxes[0, :, 0] = torch.tensor([[0.1, 0.12, 0.6], [0.1, 0.1, 0.6], [0.4, 0.42, 0.9], [0.4, 0.4, 0.9]])
    scores = torch.tensor([[[[0.0, 0.0, 0.0]], [[3.0, 2.0, 1.0]]]])
    found = BoxesTask().guess(PARAMS, (boxes, scores))[0]
    assert int((found[:, 4] > 0).sum()) == 2
    assert found[0, :4].tolist() == pytest.approx([0.1, 0.1, 0.4, 0.4])
    both = BoxesTask().guess({**PARAMS, "overlap": 1.0}, (boxes, scores))[0]
    assert int((both[:, 4] > 0).sum()) == 3


def test_every_true_box_counts_and_the_wrong_class_does_not() -> None:
    truth = torch.tensor([[[0.0, 0.0, 0.5, 0.5, 0.0], [0.5, 0.5, 1.0, 1.0, 0.0]]])
    found = torch.tensor([[[0.0, 0.0, 0.5, 0.5, 0.9, 0.0], [0.5, 0.5, 1.0, 1.0, 0.8, 1.0]]])
    assert BoxesTask().measure(PARAMS, found, truth) == pytest.approx(0.5)


CASES: dict[str, tuple[str, str, Document]] = {
    "not four numbers": ("box_numbers", "boxes", set_param(detector(), "box_head", "out_channels", 5)),
    "no background": (
        "detection_background",
        "found",
        set_param(detector(), "class_head", "out_channels", 1),
    ),
    "other cells": ("detection_cells", "found", set_param(detector(), "class_head", "stride", [2])),
}


@pytest.mark.parametrize(("code", "node", "document"), CASES.values(), ids=CASES)
def test_what_is_no_detector_is_refused(code: str, node: str, document: Document) -> None:
    problems = [problem for problem in plan(document).problems if problem.severity == "error"]
    assert [(problem.code, problem.node) for problem in problems] == [(code, node)]


def test_a_network_hands_out_boxes_and_scores_by_name() -> None:
    found = to_module(detector())(torch.rand(2, 3, 32, 32))
    assert {name: tuple(value.shape) for name, value in found.items()} == {
        "found.boxes": (2, 4, 8, 8),
        "found.scores": (2, 2, 8, 8),
    }


def test_the_boxes_of_the_data_surround_the_ink() -> None:
    data = load_data("spotting")
    assert len(data.train) == 400
    for row in range(10):
        image = data.columns["image"].values[row].astype(int)
        left, top, right, bottom, kind = data.columns["boxes"].values[row][0]
        far = np.abs(image - np.median(image, axis=(0, 1))).sum(axis=2) > 250
        ys, xs = np.nonzero(far)
        seen = np.array([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]) / 128
        assert kind == 0
        assert np.abs(seen - [left, top, right, bottom]).max() < 0.02


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("boxes")
    settings = {"data": "spotting", "epochs": 8, "learning_rate": 0.004, "batch": 16}
    return folder, list(fit(detector(32), settings=settings, checkpoint=folder, device="cpu"))[-1]


def test_a_detector_learns_to_find_letters(trained: tuple[Path, dict[str, Any]]) -> None:
    last = trained[1]
    assert last["event"] == "finished", last
    base = last["baseline"]["found"]
    assert last["test"]["found"]["mean_iou"] > 2 * base["majority"]
    assert base["name"] == "raw pixels + linear regression"


def test_an_answer_has_boxes_to_draw_on_the_picture(trained: tuple[Path, dict[str, Any]]) -> None:
    data = load_data("spotting")
    found = 0
    for row in data.test[:8]:
        answer = infer(trained[0], sample={"row": int(row)})["outputs"]["found"]
        assert answer["kind"] == "boxes"
        assert answer["picture"]
        found += bool(answer["boxes"])
        assert all(one["name"] == "letter" and one["score"] >= 0.5 for one in answer["boxes"])
    assert found >= 6


def test_an_empty_picture_of_one_s_own_is_answered(trained: tuple[Path, dict[str, Any]]) -> None:
    answer = infer(trained[0], sample={"image": Image.new("RGB", (90, 60), "grey")})
    assert answer["outputs"]["found"]["kind"] == "boxes"


def test_the_detector_that_decodes_nothing_is_explained_and_repaired() -> None:
    planned = with_fixes(plan(load(FAULTY / "s15_no_decoding.json")))
    (problem,) = planned.problems
    assert (problem.code, problem.node, problem.port) == ("wire_kind", "found", "boxes")
    fix = next(fix for fix in problem.fixes if "Decode" in fix.title)
    after = plan(repair(planned.document, fix.changes))
    assert (after.sound, after.size.parameters) == (True, 28_228_422)


def test_the_example_finds_letters_far_better_than_the_mean_box() -> None:
    path = example_path("s15b")
    assert path is not None
    document = set_param(load(path), "image", "size", 96)
    settings = {"samples": 100, "epochs": 4, "learning_rate": 0.00005}
    last = list(fit(document, settings=settings, device="cpu"))[-1]
    assert last["event"] == "finished", last
    assert last["test"]["found"]["mean_iou"] > 2 * last["baseline"]["found"]["majority"]
    assert last["proof"]["changed"] == []
