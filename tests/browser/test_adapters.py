"""In the browser: one LoRA becomes many, its form shows what it found, and weights of one's own are brought."""

import re
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect
from safetensors.torch import save_file

from builder import Document, add, add_edit, connect, save, to_module
from tests.browser.desk import Desk


@pytest.fixture
def text(tmp_path: Path) -> str:
    """A file: texts -> a small BERT with LoRA beside its first query -> three classes."""
    sizes = {"hidden_size": 32, "layers": 4, "heads": 4, "intermediate": 64}
    network = add(Document(title="LoRA"), "text_input", "text")
    network = add(network, "transformers_encoder", "backbone", **sizes)
    network = connect(connect(network, "text.ids", "backbone.ids"), "text.mask", "backbone.mask")
    network = connect(add(network, "linear", "scores", out_features=3), "backbone.pooled", "scores.x")
    network = connect(
        add(network, "class_output", "sentiment", target="sentiment"), "scores.y", "sentiment.x"
    )
    network = add_edit(network, "backbone", "wrap", "encoder.layer.0.attention.self.query", "lora", rank=2)
    for column, node in enumerate(network.nodes):
        network = network.replace_node(node.model_copy(update={"position": (column * 290, 0)}))
    save(network, tmp_path / "text.json")
    return str(tmp_path / "text.json")


def test_one_edit_becomes_one_at_every_place_of_its_kind(
    page: Page, address: str, text: str, tmp_path: Path
) -> None:
    desk = Desk(page).open(address)
    desk.open_file(text)
    desk.select("backbone")
    page.get_by_test_id("open-inside").click()
    row = page.get_by_test_id("edit-row-0")
    row.get_by_text("LoRA").click()
    expect(row.get_by_test_id("param-axis")).to_contain_text("auto (last)")
    offer = page.get_by_test_id("alike-0")
    expect(offer).to_contain_text("3 more places are like this one: encoder.layer.*.attention.self.query")
    page.screenshot(path=tmp_path / "offer.png")
    page.get_by_test_id("repeat-0").click()
    expect(page.get_by_test_id("edit-row-3")).to_contain_text(
        "beside encoder.layer.3.attention.self.query", ignore_case=True
    )
    expect(offer).to_be_hidden()
    desk.sound()
    page.screenshot(path=tmp_path / "repeated.png")
    desk.undo()
    expect(page.get_by_test_id("edit-row-1")).to_be_hidden()


@pytest.fixture
def resnet() -> Document:
    network = add(Document(title="Own weights"), "image_input", "image", size=32, position=(0, 0))
    network = add(network, "torchvision", "backbone", model="resnet18", position=(300, 0))
    network = connect(network, "image.image", "backbone.image")
    return connect(add(network, "value_output", "value", position=(600, 0)), "backbone.features", "value.x")


def test_weights_of_ones_own_are_brought_checked_and_named(
    page: Page, address: str, resnet: Document, tmp_path: Path
) -> None:
    save(resnet, tmp_path / "resnet.json")
    tensors = {name: value.clone() for name, value in to_module(resnet).backbone.state_dict().items()}
    save_file(tensors, tmp_path / "mine.safetensors")
    save_file(tensors | {"bn1.bias": torch.zeros(3)}, tmp_path / "other.safetensors")
    (tmp_path / "text.safetensors").write_text("no weights")
    desk = Desk(page).open(address)
    desk.open_file(str(tmp_path / "resnet.json"))
    desk.select("backbone")
    field = page.get_by_test_id("param-file")

    def bring(name: str) -> None:
        with page.expect_file_chooser() as chooser:
            field.get_by_test_id("bring-file").click()
        chooser.value.set_files(tmp_path / name)

    bring("text.safetensors")
    expect(field).to_contain_text("is not a readable safetensors file")
    bring("other.safetensors")
    expect(desk.problem("own_weights")).to_contain_text("1 of another shape: bn1.bias", timeout=120_000)
    bring("mine.safetensors")
    expect(field).to_contain_text(re.compile(r"mine-[0-9a-f]{16}\.safetensors"))
    desk.sound()
    page.screenshot(path=tmp_path / "brought.png")
