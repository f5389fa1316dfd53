"""Trying a trained network, and refusing run folders and weights that are not what they say."""

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from builder import Document, add, connect, default_registry, to_module
from builder.data import load
from builder.fitting import fit
from builder.inferring.inference import infer
from builder.inferring.sampling import arguments_of
from builder.problem import DocumentError, Refused
from builder.weights.trained import Trained, load_run
from tests.networks import line


def pixels() -> Document:
    """Digits as 64 grey pixels and their ten features -> linear -> which digit, and whether it is odd."""
    network = add(Document(), "image_input", "image", size=8, channels=1, scaling="unit")
    network = connect(add(network, "flatten", "flat"), "image.image", "flat.x")
    network = add(network, "vector_input", "numbers", width=10)
    network = add(network, "concat", "both")
    network = connect(connect(network, "flat.y", "both.xs"), "numbers.vector", "both.xs")
    for name, classes in (("digit", 10), ("parity", 2)):
        network = connect(
            add(network, "linear", f"{name}_scores", out_features=classes), "both.y", f"{name}_scores.x"
        )
        network = connect(add(network, "class_output", name, target=name), f"{name}_scores.y", f"{name}.x")
    return network


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "digits"
    settings = {"data": "digits", "samples": 600, "epochs": 15, "learning_rate": 0.01}
    last = list(fit(pixels(), settings=settings, checkpoint=folder, device="cpu"))[-1]
    assert last["test"]["digit"]["accuracy"] > 0.85
    return folder


def drawn(row: int) -> Any:
    image = load("digits").columns["image"].values[row]
    return Image.fromarray(image).resize((160, 160), Image.Resampling.NEAREST)


def test_a_picture_is_answered_in_class_names(run: Path) -> None:
    trained = load_run(run)
    data = load("digits")
    right = 0
    for row in data.test[:30]:
        answer = infer(trained, sample={"image": drawn(int(row))})
        classes = answer["outputs"]["digit"]["classes"]
        assert sum(entry["probability"] for entry in classes) == pytest.approx(1, abs=1e-5)
        assert classes == sorted(classes, key=lambda entry: -entry["probability"])
        right += classes[0]["name"] == str(data.columns["digit"].values[row])
    assert right >= 22
    assert answer["said"].startswith("digit: ")
    json.dumps(answer)


def test_a_row_of_the_data_is_answered_as_in_the_test(run: Path) -> None:
    trained = load_run(run)
    data = load("digits")
    rows = [int(row) for row in data.test[:40]]
    answers = [infer(trained, sample={"row": row})["outputs"]["digit"]["classes"][0]["name"] for row in rows]
    share = np.mean(
        [answer == str(data.columns["digit"].values[row]) for answer, row in zip(answers, rows, strict=True)]
    )
    assert share >= 0.85


def test_a_live_network_needs_no_folder() -> None:
    document = line(2, 2)
    module = to_module(document, default_registry())
    answer = infer((module, document, {"kind": ["no", "yes"]}), sample={"features": [0.5, 1.5]})
    assert {entry["name"] for entry in answer["outputs"]["kind"]["classes"]} == {"no", "yes"}
    value = infer((module, document, {}), sample={"features": [0.5, 1.5]})["outputs"]["kind"]
    assert value["kind"] == "value"
    assert len(value["value"]) == 2


def test_numbers_are_standardised_as_in_training(tmp_path: Path) -> None:
    list(
        fit(
            line(),
            settings={"data": "wine", "epochs": 15, "learning_rate": 0.01},
            checkpoint=tmp_path,
            device="cpu",
        )
    )
    data = load("wine")
    from sklearn.datasets import load_wine

    raw = load_wine().data
    trained = load_run(tmp_path)
    for row in data.test[:10]:
        as_measured = infer(trained, sample={"features": raw[row].tolist()})
        as_held = infer(trained, sample={"row": int(row)})
        assert as_measured["said"] == as_held["said"]


@pytest.mark.parametrize(
    ("sample", "word"),
    [
        ({}, "a picture"),
        ({"text": "seven"}, "a picture"),
        ({"image": b"no picture"}, "picture"),
        ({"image": Image.new("RGB", (9, 9)), "features": [1, 2]}, "10 numbers"),
        ({"image": Image.new("RGB", (9, 9)), "features": ["a"] * 10}, "numbers"),
        ({"image": Image.new("RGB", (9, 9)), "features": [float("nan")] * 10}, "numbers"),
        ({"row": 99_999}, "0 to 1796"),
        ({"row": "3"}, "whole number"),
        ({"row": True}, "whole number"),
    ],
    ids=["nothing", "a text", "bytes", "too few", "words", "not finite", "no such row", "a word", "true"],
)
def test_a_sample_that_cannot_be_used_is_explained(run: Path, sample: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused) as caught:
        infer(load_run(run), sample=sample)
    assert word in str(caught.value)


@pytest.fixture
def copy(run: Path, tmp_path: Path) -> Path:
    for file in (file for file in run.iterdir() if file.is_file()):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def change(folder: Path, **tensors: torch.Tensor | None) -> None:
    held = load_file(folder / "model.safetensors")
    for name, tensor in tensors.items():
        key = name.replace("__", ".")
        if tensor is None:
            del held[key]
        else:
            held[key] = tensor
    save_file(held, folder / "model.safetensors")


def nan_value(folder: Path) -> None:
    change(folder, digit_scores__bias=torch.full((10,), float("nan")))


def wrong_shape(folder: Path) -> None:
    change(folder, digit_scores__bias=torch.zeros(11))


def half_precision(folder: Path) -> None:
    change(folder, digit_scores__bias=torch.zeros(10, dtype=torch.float16))


def missing_tensor(folder: Path) -> None:
    change(folder, digit_scores__bias=None)


def extra_tensor(folder: Path) -> None:
    change(folder, digit_scores__biass=torch.zeros(10))


def too_many(folder: Path) -> None:
    save_file({f"t{number}": torch.zeros(1) for number in range(10_001)}, folder / "model.safetensors")


def pickled(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(pickle.dumps({"a": 1}))


def truncated(folder: Path) -> None:
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[: len(whole) // 2])


def huge_header(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes((200_000_000).to_bytes(8, "little") + b"{}")


def no_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (nan_value, "not finite"),
        (wrong_shape, "another shape"),
        (half_precision, "float16"),
        (missing_tensor, "digit_scores.bias"),
        (extra_tensor, "digit_scores.biass"),
        (too_many, "10,001"),
        (pickled, "not a readable safetensors file"),
        (truncated, "not a readable safetensors file"),
        (huge_header, "not a readable safetensors file"),
        (no_weights, "not a readable safetensors file"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_weights_that_do_not_fit_are_refused(copy: Path, spoil: Any, word: str) -> None:
    spoil(copy)
    with pytest.raises(Refused) as caught:
        load_run(copy)
    assert caught.value.problem.code == "weights_file"
    assert word in str(caught.value)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"document": 3}', "{"])
def test_a_damaged_record_is_refused(copy: Path, text: str) -> None:
    (copy / "run.json").write_text(text)
    with pytest.raises(Refused) as caught:
        load_run(copy)
    assert caught.value.problem.code == "run_folder"


def test_a_record_with_a_hostile_document_is_refused(copy: Path) -> None:
    record = json.loads((copy / "run.json").read_text())
    record["document"]["nodes"][0]["block"] = "os_system"
    (copy / "run.json").write_text(json.dumps(record))
    with pytest.raises(DocumentError):
        load_run(copy)


@pytest.mark.parametrize("name", ["text", "features", "condition", "image"])
def test_no_text_is_taken_for_the_path_of_a_picture(tmp_path: Path, name: str) -> None:
    """A page sends texts under names of its own choice, and a node may bear any of them."""
    Image.new("RGB", (8, 8), "red").save(tmp_path / "secret.png")
    network = add(Document(), "image_input", name, size=8, channels=3, scaling="unit")
    trained = Trained.of(network, torch.nn.Identity(), {})
    with pytest.raises(Refused, match="no picture"):
        arguments_of(trained, {name: str(tmp_path / "secret.png")})
    assert arguments_of(trained, {name: tmp_path / "secret.png"}).arguments


def test_an_empty_folder_says_to_train_first(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Train the network first"):
        infer(tmp_path, sample={"text": "x"})


def test_no_half_written_files_stay_behind(run: Path) -> None:
    """A run that took long also leaves whole checkpoints."""
    assert sorted(file.name for file in run.iterdir() if file.is_file()) == ["model.safetensors", "run.json"]
    assert not [*run.rglob("*.part"), *run.rglob("*.tmp")]
