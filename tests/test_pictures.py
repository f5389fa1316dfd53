"""Pictures as outputs: decoders, the target's size and range, metric and PCA beside it, and what is shown."""

import base64
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from builder import Document, add, connect, load, plan, set_param, to_module
from builder.data import load as load_data
from builder.data.dataset import Column
from builder.documents.editing import repair
from builder.documents.examples import example_path
from builder.documents.graph import Graph
from builder.fitting import fit
from builder.fixes import with_fixes
from builder.inferring.inference import infer
from builder.tasks.picture import PictureTask, components, psnr, rebuilt
from builder.weights.trained import load_run
from tests.sites import declared, place, run, spec, values

FAULTY = Path(__file__).parents[1] / "assets" / "faulty"
PARAMS = {"range": "unit", "metric": "mse", "loss": "mse", "target": "image"}


def autoencoder(**params: Any) -> Document:
    """Digits of 8 x 8 -> 20 numbers -> a picture of 8 x 8."""
    network = add(Document(), "image_input", "image", size=8, scaling="unit")
    network = connect(add(network, "flatten", "flat"), "image.image", "flat.x")
    network = connect(add(network, "linear", "code", out_features=20), "flat.y", "code.x")
    network = add(network, "transposed_decoder", "draw", start=2, widths=[32, 16])
    network = connect(network, "code.y", "draw.x")
    return connect(add(network, "picture_output", "again", **params), "draw.y", "again.x")


def test_the_decoder_of_s08_has_its_parameters() -> None:
    site = place("transposed_decoder", x=spec("B", 512))
    module = declared("transposed_decoder", site).module
    assert module is not None
    from builder.writing.build import build

    assert sum(parameter.numel() for parameter in build(module).parameters()) == 6_830_467


@pytest.mark.parametrize("block", ["transposed_decoder", "upsampling_decoder"])
@pytest.mark.parametrize(("ends_with", "low", "high"), [("sigmoid", 0, 1), ("tanh", -1, 1)])
def test_each_step_of_a_decoder_doubles_the_map(block: str, ends_with: str, low: int, high: int) -> None:
    from builder.registry import default_registry

    params = {"start": 3, "widths": (16, 8), "channels": 1, "ends_with": ends_with}
    site = place(block, params=params, x=spec("B", 10))
    found = run(declared(block, site), default_registry().get(block), values(site))["y"]
    assert found.shape[1:] == (1, 12, 12)
    assert low <= float(found.min()) <= float(found.max()) <= high


def test_the_target_is_resized_and_brought_to_the_range() -> None:
    task, given = PictureTask(), (torch.zeros(1, 3, 4, 4),)
    column = Column("image", np.full((2, 8, 8, 3), 255, dtype=np.uint8))
    assert torch.equal(task.truth(PARAMS, column, [0], given), torch.ones(1, 3, 4, 4))
    column = Column("image", np.zeros((2, 8, 8, 3), dtype=np.uint8))
    assert torch.equal(
        task.truth({**PARAMS, "range": "centred"}, column, [1], given), -torch.ones(1, 3, 4, 4)
    )


def test_errors_are_measured_in_brightness_from_0_to_1_whatever_the_range() -> None:
    task, zeros = PictureTask(), torch.zeros(1, 1, 2, 2)
    assert task.measure(PARAMS, zeros + 0.5, zeros) == 0.25
    assert task.measure({**PARAMS, "range": "centred"}, zeros + 1.0, zeros) == 0.25
    assert task.measure({**PARAMS, "metric": "psnr"}, zeros + 0.1, zeros) == pytest.approx(20, abs=1e-3)
    assert psnr(0.0) == 100


def test_components_are_as_many_as_asked_for_and_as_there_can_be() -> None:
    rows = np.random.default_rng(0).normal(size=(20, 6)).astype(np.float32)
    mean, axes = components(rows, 3)
    assert axes.shape == (3, 6)
    assert components(rows, 99)[1].shape == (6, 6)
    full = rebuilt(rows, mean, components(rows, 99)[1])
    assert np.abs(full - rows).max() < 1e-5
    assert ((rebuilt(rows, mean, axes) - rows) ** 2).mean() > ((full - rows) ** 2).mean()


CASES: dict[str, tuple[str, Document]] = {
    "another size": ("picture_size", autoencoder(size=32)),
    "too many channels": ("picture_channels", set_param(autoencoder(), "draw", "channels", 5)),
    "loss and range": ("picture_range", autoencoder(loss="bce", range="centred")),
}


@pytest.mark.parametrize(("code", "document"), CASES.values(), ids=CASES)
def test_what_is_no_picture_is_refused(code: str, document: Document) -> None:
    (problem,) = plan(document).problems
    assert (problem.code, problem.node) == (code, "again")


def test_the_narrowest_place_is_on_every_way() -> None:
    network = autoencoder()
    assert Graph.of(network).needed_by("again") == {"image", "flat", "code", "draw"}
    beside = connect(add(network, "linear", "other", out_features=20), "flat.y", "other.x")
    beside = connect(add(beside, "add", "both"), "code.y", "both.xs")
    beside = connect(beside, "other.y", "both.xs")
    beside = beside.model_copy(
        update={"edges": tuple(edge for edge in beside.edges if edge.target != "draw")}
    )
    beside = connect(beside, "both.y", "draw.x")
    assert Graph.of(beside).needed_by("again") == {"image", "flat", "both", "draw"}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("pictures")
    settings = {"data": "digits", "samples": 400, "epochs": 15, "learning_rate": 0.005}
    return folder, list(fit(autoencoder(), settings=settings, checkpoint=folder, device="cpu"))[-1]


def test_a_reconstruction_is_better_than_the_mean_picture_and_stands_beside_pca(
    trained: tuple[Path, dict[str, Any]],
) -> None:
    last = trained[1]
    assert last["event"] == "finished", last
    base = last["baseline"]["again"]
    assert last["test"]["again"]["mse"] < base["majority"] * 0.7
    assert base["name"].startswith("PCA of 20 numbers")
    assert 0 < base["value"] < base["majority"]


def test_an_answer_shows_input_reconstruction_and_pca(trained: tuple[Path, dict[str, Any]]) -> None:
    row = int(load_data("digits").test[0])
    answer = infer(load_run(trained[0]), sample={"row": row})["outputs"]["again"]
    assert [one["name"] for one in answer["pictures"]] == ["input", "reconstruction", "PCA of 20 numbers"]
    shown = [Image.open(BytesIO(base64.b64decode(one["png"]))) for one in answer["pictures"]]
    assert all(image.size == (128, 128) for image in shown)
    truth = np.asarray(shown[0].resize((8, 8), Image.Resampling.NEAREST))
    assert (truth == load_data("digits").columns["image"].values[row]).all()
    assert "dB" in answer["said"]


def test_a_picture_of_one_s_own_is_rebuilt_too(trained: tuple[Path, dict[str, Any]]) -> None:
    answer = infer(trained[0], sample={"image": Image.new("RGB", (40, 40), "white")})["outputs"]["again"]
    assert len(answer["pictures"]) == 3


def test_a_live_network_hands_out_a_batch_of_pictures() -> None:
    assert to_module(autoencoder())(torch.rand(2, 3, 8, 8)).shape == (2, 3, 8, 8)


def test_the_faulty_reshape_is_repaired_in_the_layer_in_front() -> None:
    planned = with_fixes(plan(load(FAULTY / "s08_reshape.json")))
    (problem,) = planned.problems
    assert (problem.code, problem.node) == ("reshape", "fold")
    fix = next(fix for fix in problem.fixes if "8192" in fix.title and "out_features" in fix.title)
    after = plan(repair(planned.document, fix.changes))
    assert (after.sound, after.size.parameters) == (True, 18_006_979)


def test_the_faulty_size_is_repaired_by_doubling_exactly() -> None:
    planned = with_fixes(plan(load(FAULTY / "s08_picture_size.json")))
    (problem,) = planned.problems
    assert (problem.code, problem.node) == ("picture_size", "rebuilt")
    assert "39 × 39" in problem.got
    fix = next(fix for fix in problem.fixes if "double" in fix.title)
    after = plan(repair(planned.document, fix.changes))
    assert (after.sound, after.size.parameters) == (True, 18_006_979)


def test_the_example_rebuilds_digits_far_better_than_the_mean_picture() -> None:
    path = example_path("s08")
    assert path is not None
    document = set_param(load(path), "image", "size", 32)
    last = list(fit(document, settings={"samples": 120, "epochs": 6}, device="cpu"))[-1]
    assert last["event"] == "finished", last
    base = last["baseline"]["rebuilt"]
    assert last["test"]["rebuilt"]["mse"] < 0.6 * base["majority"]
    assert base["value"] < last["test"]["rebuilt"]["mse"]  # digits have 64 pixels, and PCA keeps 119 numbers
    assert last["proof"]["changed"] == []
