"""Blocks of one's own: made of a selection, opened and changed, used again with shared weights, and all taken back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builder import Document, add, connect, save
from tests.browser.desk import Desk


@pytest.fixture
def row(tmp_path: Path) -> str:
    """A file: images -> two convolutions with a step between -> ten classes."""
    network = add(Document(title="A row"), "image_input", "image", size=32)
    network = connect(add(network, "conv2d", "first", out_channels=8), "image.image", "first.x")
    network = connect(add(network, "conv2d", "second", out_channels=8), "first.y", "second.x")
    network = connect(add(network, "relu", "step"), "second.y", "step.x")
    network = connect(add(network, "global_average_pool", "pooled"), "step.y", "pooled.x")
    network = connect(add(network, "linear", "scores", out_features=10), "pooled.y", "scores.x")
    network = connect(add(network, "class_output", "digit", target="label"), "scores.y", "digit.x")
    for column, node in enumerate(network.nodes):
        place = (column % 4 * 270, column // 4 * 300)
        network = network.replace_node(node.model_copy(update={"position": place}))
    save(network, tmp_path / "row.json")
    return str(tmp_path / "row.json")


def test_a_block_is_made_opened_changed_shared_and_undone(page: Page, address: str, row: str) -> None:
    desk = Desk(page).open(address)
    desk.open_file(row)
    desk.sound()
    expect(desk.total("parameters")).to_have_attribute("title", "898")

    desk.select("second")
    desk.select("step", also=True)
    desk.node("step").click(button="right", position={"x": 60, "y": 12})
    page.get_by_test_id("menu-group").click()
    title = page.get_by_test_id("inspector").get_by_test_id("group-title")
    expect(title).to_be_focused()
    page.keyboard.type("Gate")
    page.keyboard.press("Enter")
    desk.sound()
    expect(desk.node("second")).to_have_count(0)
    expect(page.get_by_test_id("block-my_block")).to_have_text("Gate")
    expect(desk.total("parameters")).to_have_attribute("title", "898")

    desk.enter("my_block")
    expect(page.get_by_test_id("group-bar")).to_contain_text("used once")
    desk.settled()
    expect(desk.shape("x.x", "second.x")).to_contain_text("B × 8 × 30 × 30")
    desk.set("second", "padding", "1")
    expect(desk.shape("second.y", "step.x")).to_contain_text("B × 8 × 30 × 30")
    page.get_by_test_id("group-canvas").click()
    desk.settled()
    expect(desk.shape("my_block.y", "pooled.x")).to_contain_text("B × 8 × 30 × 30")

    desk.add("my_block", 420, 420)
    page.get_by_test_id("action-fit").click()
    desk.connect("my_block.y", "my_block_2.x")
    desk.select("my_block_2")
    page.get_by_test_id("shares").select_option("my_block")
    desk.connect("my_block_2.y", "pooled.x")
    desk.sound()
    expect(desk.node("my_block_2")).to_contain_text("weights of my_block")
    expect(desk.total("parameters")).to_have_attribute("title", "898")

    while page.get_by_test_id("action-undo").is_enabled():
        desk.undo()
    expect(page.get_by_test_id("block-my_block")).to_have_count(0)
    expect(page.locator(".ng-node")).to_have_count(0)
    page.get_by_test_id("action-redo").click()
    desk.sound()
    expect(desk.node("second")).to_be_visible()


def test_a_block_is_looked_into_while_the_whole_runs(page: Page, address: str, row: str) -> None:
    desk = Desk(page).open(address)
    desk.open_file(row)
    desk.select("second")
    desk.select("step", also=True)
    page.keyboard.press("Control+g")
    desk.sound()
    desk.enter("my_block")
    expect(page.get_by_test_id("group-bar")).to_contain_text("used once")
    desk.settled()
    desk.select_wire("second.y", "step.x")
    page.get_by_test_id("run-up-to").click()
    expect(page.get_by_test_id("values")).to_be_visible()
    page.get_by_test_id("group-canvas").click()
    desk.settled()
    desk.select_wire("my_block.y", "pooled.x")
    expect(page.get_by_test_id("values")).to_have_count(0)


def test_what_is_put_onto_a_wire_makes_room_for_itself(page: Page, address: str, row: str) -> None:
    desk = Desk(page).open(address)
    desk.open_file(row)
    desk.select_wire("second.y", "step.x")
    page.get_by_test_id("wire-insert").click()
    page.get_by_test_id("picklist-input").fill("dropout2d")
    page.get_by_test_id("pick-block-dropout2d").click()
    desk.sound()
    boxes = [desk.node(name).bounding_box() for name in ("second", "dropout2d", "step")]
    left, middle, right = (box for box in boxes if box)
    assert left["x"] + left["width"] < middle["x"]
    assert middle["x"] + middle["width"] < right["x"]
    desk.undo()
    expect(desk.node("dropout2d")).to_have_count(0)
    expect(desk.shape("second.y", "step.x")).to_be_visible()
