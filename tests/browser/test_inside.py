"""Operating inside a backbone: unfold, tap, insert, see the receipt, freeze, and take all of it back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from builder import Document, add, connect, save
from tests.browser.desk import Desk


def file_of(model: str, folder: Path) -> str:
    """A file: images -> a ResNet -> ten classes."""
    network = add(Document(title="Surgery"), "image_input", "image", size=64)
    network = connect(add(network, "torchvision", "backbone", model=model), "image.image", "backbone.image")
    network = connect(add(network, "linear", "scores", out_features=10), "backbone.features", "scores.x")
    network = connect(add(network, "class_output", "digit", target="label"), "scores.y", "digit.x")
    for column, node in enumerate(network.nodes):
        network = network.replace_node(node.model_copy(update={"position": (column * 270, 0)}))
    save(network, folder / "resnet.json")
    return str(folder / "resnet.json")


class Theatre:
    """A backbone that lies open."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page

    def module(self, path: str) -> Locator:
        return self.page.get_by_test_id(f"inside-{path}")

    def unfold(self, path: str) -> None:
        self.page.get_by_test_id(f"inside-unfold-{path}").click()

    def press(self, what: str, path: str) -> None:
        """Press one of the buttons that show when the pointer is on a module."""
        self.module(path).locator("header").first.hover()
        self.page.get_by_test_id(f"inside-{what}-{path}").click()

    def operate(self, path: str, how: str, block: str = "") -> None:
        """Choose an operation from a module's menu, and the block for it."""
        self.press("more", path)
        self.page.get_by_test_id(f"menu-{how}").click()
        if block:
            self.page.get_by_test_id("picklist-input").fill(block.replace("_", " "))
            self.page.get_by_test_id(f"pick-block-{block}").click()

    def edit(self, index: int) -> Locator:
        """The card of an edit at its place in the network."""
        return self.page.get_by_test_id(f"edit-card-{index}")

    def row(self, index: int) -> Locator:
        """The row of an edit in the inspector."""
        return self.page.get_by_test_id(f"edit-row-{index}")

    @property
    def receipt(self) -> Locator:
        return self.page.get_by_test_id("receipt")


@pytest.fixture
def theatre(page: Page, address: str, tmp_path: Path) -> Theatre:
    return opened_on("resnet18", page, address, tmp_path)


def opened_on(model: str, page: Page, address: str, folder: Path) -> Theatre:
    """The builder with a ResNet laid open in it."""
    desk = Desk(page).open(address)
    desk.open_file(file_of(model, folder))
    page.get_by_test_id("open-inside-backbone").click()
    opened = Theatre(desk)
    expect(opened.module("layer2")).to_contain_text("Sequential")
    return opened


def test_surgery_is_seen_and_taken_back_step_by_step(theatre: Theatre) -> None:
    page, desk = theatre.page, theatre.desk
    expect(page.get_by_test_id("inside-shape-layer3")).to_have_text("B × 256 × 4 × 4")
    theatre.press("tap", "layer3")
    expect(theatre.module("layer3")).to_contain_text("tapped")
    theatre.unfold("layer2")
    theatre.operate("layer2.1", "insert-after", "squeeze_excitation")
    expect(theatre.edit(0)).to_contain_text("after layer2.1")
    expect(theatre.receipt).to_contain_text("120 of 120 tensors kept, 4 new, 0 dropped")
    page.get_by_test_id("receipt-names").click()
    expect(theatre.receipt).to_contain_text("layer2.1.inserted.squeeze.weight")
    page.get_by_test_id("receipt-measure").click()
    expect(page.get_by_test_id("receipt-difference")).to_have_text(
        "output differs by 0.0 from the untouched backbone"
    )
    theatre.press("freeze", "layer2")
    expect(page.get_by_test_id("freeze-caught")).to_contain_text("layer1")
    desk.sound()
    expect(desk.total("frozen")).to_contain_text("60 of 126")
    expect(theatre.module("layer1")).to_have_class(re.compile("is-frozen"))
    expect(theatre.module("layer3")).not_to_have_class(re.compile("is-frozen"))

    desk.undo()
    desk.settled()
    expect(desk.total("frozen")).to_contain_text("0 of 126")
    desk.undo()
    expect(theatre.edit(0)).to_have_count(0)
    expect(theatre.receipt).to_have_count(0)
    desk.undo()
    expect(theatre.module("layer3")).not_to_contain_text("tapped")
    desk.sound()
    expect(desk.total("parameters")).to_have_attribute("title", re.compile("11,181,642"))


def test_what_fits_at_the_place_is_offered_first(theatre: Theatre) -> None:
    page = theatre.page
    theatre.press("more", "layer2")
    page.get_by_test_id("menu-insert-after").click()
    headings = page.locator(".ng-picklist .ng-group")
    expect(headings).to_have_text(
        ["Fits here", "Fits, and changes the shape", "Needs other settings, or another place"]
    )
    offered = page.locator(".ng-picklist li").all_inner_texts()
    names = [text.split("\n")[0] for text in offered]
    assert names[0] == "Fits here"
    assert names.index("Squeeze and excitation") < names.index("ReLU") < names.index("Conv2d")
    assert names.index("Conv2d") < names.index("Conv1d")
    page.get_by_test_id("picklist-input").fill("longformer")
    expect(page.get_by_test_id("not-offered-longformer")).to_contain_text("follows from the values")
    page.get_by_test_id("picklist-input").fill("bert")
    expect(page.get_by_test_id("not-offered-bert")).to_have_count(0)


def test_folding_back_loses_nothing(theatre: Theatre) -> None:
    theatre.press("tap", "layer3")
    theatre.unfold("layer2")
    theatre.operate("layer2.1", "insert-after", "squeeze_excitation")
    expect(theatre.receipt).to_be_visible()
    theatre.page.keyboard.press("Escape")
    expect(theatre.page.get_by_test_id("inside")).to_have_count(0)
    node = theatre.desk.node("backbone")
    expect(node).to_contain_text("layer3")
    expect(node).to_contain_text("1 edit")
    theatre.desk.enter("backbone")
    expect(theatre.edit(0)).to_be_visible()
    expect(theatre.module("layer2.1")).to_be_visible()


def test_a_faulty_edit_says_so_in_its_place_and_can_be_switched_off(theatre: Theatre) -> None:
    theatre.operate("layer2", "replace", "residual_block")
    expect(theatre.edit(0)).to_contain_text("layer2 now gives")
    expect(theatre.module("layer2")).to_be_visible()
    theatre.edit(0).get_by_test_id("edit-switch-0").click()
    theatre.desk.sound()
    expect(theatre.edit(0)).to_contain_text("instead of layer2")
    theatre.edit(0).get_by_test_id("edit-switch-0").click()
    theatre.desk.settled()
    for name, value in (("out_channels", "128"), ("stride", "2")):
        field = theatre.row(0).get_by_test_id(f"param-{name}").locator("input")
        field.fill(value)
        field.press("Enter")
    theatre.desk.sound()
    expect(theatre.receipt).to_contain_text("dropped")


def test_edits_are_reordered_and_taken_back_alone(theatre: Theatre) -> None:
    theatre.operate("layer1", "insert-after", "dropout2d")
    theatre.operate("layer3", "insert-before", "squeeze_excitation")
    theatre.row(1).hover()
    theatre.row(1).get_by_test_id("edit-up-1").click()
    expect(theatre.row(0)).to_contain_text("before layer3")
    theatre.row(1).hover()
    theatre.row(1).get_by_test_id("edit-remove-1").click()
    expect(theatre.row(1)).to_have_count(0)
    theatre.desk.undo()
    expect(theatre.row(1)).to_contain_text("after layer1")
    theatre.desk.sound()


def test_a_module_deep_inside_is_found_by_its_path(theatre: Theatre) -> None:
    theatre.page.get_by_test_id("inside-search").fill("layer4.1.conv2")
    theatre.page.get_by_test_id("inside-found-layer4.1.conv2").click()
    expect(theatre.module("layer4.1.conv2")).to_be_in_viewport()
    expect(theatre.module("layer4.1.conv2")).to_contain_text("512, 512")
    theatre.operate("layer4.1", "open-alone")
    expect(theatre.page.get_by_test_id("crumb-layer4.1")).to_have_attribute("aria-current", "location")
    expect(theatre.module("layer1")).to_have_count(0)
    theatre.page.get_by_test_id("crumb-").click()
    expect(theatre.module("layer1")).to_be_visible()


def test_what_was_inserted_learns_and_the_frozen_part_stays(theatre: Theatre) -> None:
    page = theatre.page
    theatre.operate("layer2", "insert-after", "squeeze_excitation")
    theatre.press("freeze", "layer2")
    theatre.desk.sound()
    theatre.desk.tab("Train")
    page.locator("#train-epochs input").fill("1")
    page.locator("#train-samples input").fill("64")
    theatre.desk.train()
    expect(page.locator("#train-result")).to_contain_text("0 of 60 frozen tensors changed")
    theatre.desk.tab("Python")
    expect(page.locator("#code-source")).to_contain_text("insert_after")


def test_the_whole_operation_on_a_resnet50(page: Page, address: str, tmp_path: Path) -> None:
    theatre = opened_on("resnet50", page, address, tmp_path)
    desk = theatre.desk
    theatre.press("tap", "layer3")
    theatre.unfold("layer2")
    theatre.operate("layer2.3", "insert-after", "squeeze_excitation")
    expect(theatre.receipt).to_contain_text("318 of 318 tensors kept, 4 new, 0 dropped")
    expect(theatre.edit(0)).to_be_in_viewport(ratio=1)
    theatre.press("freeze", "layer2")
    desk.sound()
    expect(desk.total("frozen")).to_contain_text("144 of 324")
    desk.tab("Train")
    page.locator("#train-epochs input").fill("1")
    page.locator("#train-samples input").fill("32")
    desk.train()
    expect(page.locator("#train-result")).to_contain_text("0 of 144 frozen tensors changed")
    desk.tab("Build")
    for _ in ("freezing", "insertion", "tap"):
        desk.undo()
        desk.settled()
    expect(desk.total("frozen")).to_contain_text("0 of 320")
    expect(theatre.module("layer3")).not_to_contain_text("tapped")
    expect(theatre.receipt).to_have_count(0)
