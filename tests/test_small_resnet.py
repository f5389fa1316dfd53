"""The small ResNet: its size, its weights that come along, what they bring, and the training that made them."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from sklearn.linear_model import LogisticRegression

from blocks.modules.small_resnet import SmallResNet, trained_small_resnet
from builder import Document, add, connect, freeze, plan, to_module, to_source
from builder.data import load
from builder.registry import default_registry, filled
from builder.writing.compile import run_source

FOLDER = Path(__file__).parents[1] / "assets" / "weights"
CARD = (FOLDER / "small_resnet.md").read_text(encoding="utf-8")


def network(port: str = "features", **params: Any) -> Document:
    document = add(Document(title="Small"), "image_input", "image", size=32)
    document = add(document, "small_resnet", "backbone", **params)
    document = add(document, "value_output", "out")
    document = connect(document, "image.image", "backbone.image")
    return freeze(connect(document, f"backbone.{port}", "out.x"), "backbone")


@pytest.mark.parametrize(("port", "shape"), [("features", "B × 64"), ("map", "B × 64 × 8 × 8")])
def test_it_has_the_size_and_the_outputs_that_its_card_states(port: str, shape: str) -> None:
    planned = plan(network(port))
    assert planned.problems == ()
    assert planned.specs["backbone", port].text == shape
    assert f"{planned.size.parameters:,} parameters" in CARD


def test_its_weights_come_along_and_are_exported_with_the_network() -> None:
    live = to_module(network()).eval()
    exported = run_source(to_source(network()))["build"]().eval()
    stored = load_file(FOLDER / "small_resnet.safetensors")
    assert all(torch.equal(live.backbone.state_dict()[name], tensor) for name, tensor in stored.items())
    pictures = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        assert torch.equal(live(pictures), exported(pictures))


def test_weights_that_come_along_are_not_called_random() -> None:
    assert plan(network()).recipes["backbone"].note == ""
    assert plan(network(weights="random")).recipes["backbone"].note == "random weights"


def embedded(model: SmallResNet, pictures: Any) -> Any:
    block = default_registry().get("image_input")
    prepared = block.prepare(filled(block, {"size": 32}), pictures)["image"]  # type: ignore[attr-defined]
    with torch.no_grad():
        return model.eval()(prepared).numpy()


def test_what_it_learnt_on_letters_helps_with_digits() -> None:
    data = load("digits").limited(100)
    pictures, digits = data.columns["image"].values, data.columns["digit"].values
    torch.manual_seed(0)
    reached = {}
    for name, model in (("trained", trained_small_resnet()), ("random", SmallResNet())):
        head = LogisticRegression(max_iter=2_000).fit(
            embedded(model, pictures[data.train]), digits[data.train]
        )
        reached[name] = head.score(embedded(model, pictures[data.test]), digits[data.test])
    assert reached["trained"] > reached["random"] + 0.05


def test_training_it_again_reaches_what_its_card_states(tmp_path: Path) -> None:
    spec = spec_from_file_location("train_small_resnet", FOLDER / "train_small_resnet.py")
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    stated = re.search(r"(0\.\d+) of 1,040 letters", CARD)
    assert stated is not None
    assert script.train(tmp_path) == pytest.approx(float(stated[1]), abs=0.03)
    assert script.backbone(tmp_path).keys() == load_file(FOLDER / "small_resnet.safetensors").keys()
