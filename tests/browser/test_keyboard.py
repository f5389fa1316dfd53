"""A network from an empty canvas, trained and read, without a mouse."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk

CHOSEN = ".ng-picklist [aria-selected=true]"


@pytest.fixture
def desk(page: Page, address: str) -> Iterator[Desk]:
    """The builder on an empty canvas; the test fails where a mouse button was pressed."""
    desk = Desk(page).open(address)
    page.evaluate("addEventListener('pointerdown', () => { window.pressed = true; }, true)")
    yield desk
    assert page.evaluate("window.pressed") is None


def add(desk: Desk, block: str, node: str) -> None:
    """Search for a block and add it; the keys go on at the new node."""
    desk.page.keyboard.press("/")
    expect(desk.page.get_by_test_id("picklist-input")).to_be_focused()
    desk.page.keyboard.type(block)
    desk.page.keyboard.press("Enter")
    focused(desk, node)


def focused(desk: Desk, node: str) -> None:
    expect(desk.page.locator(f".react-flow__node[data-id={node}]")).to_be_focused()


def test_a_network_is_built_and_trained_with_keys_alone(desk: Desk) -> None:
    page, keys = desk.page, desk.page.keyboard
    add(desk, "image input", "image_input")
    keys.press("Enter")
    expect(page.get_by_label("Name on the canvas")).to_be_focused()
    keys.press("Tab")
    keys.type("32")
    keys.press("Enter")
    expect(desk.node("image_input")).to_contain_text("32")
    keys.press("Escape")
    focused(desk, "image_input")

    keys.press("c")
    expect(page.locator(CHOSEN)).to_contain_text("Behind image…")
    keys.press("Enter")
    keys.type("small resnet")
    keys.press("Enter")
    focused(desk, "small_resnet")
    expect(desk.shape("image_input.image", "small_resnet.image")).to_contain_text("B × 3 × 32 × 32")
    keys.press("f")

    add(desk, "linear head", "linear_head")
    keys.press("c")
    expect(page.locator(CHOSEN)).to_contain_text("Small ResNet › features")
    keys.press("Enter")
    focused(desk, "linear_head")
    add(desk, "class output", "class_output")
    keys.press("c")
    keys.type("linear head")
    keys.press("Enter")
    focused(desk, "class_output")
    desk.sound()
    expect(desk.shape("linear_head.y", "class_output.x")).to_contain_text("B × 10")

    keys.press("Control+Enter")
    expect(page.locator("#train-start")).to_be_focused()
    expect(page.locator("#train-start")).to_be_enabled()
    keys.press("Enter")
    expect(page.locator("#train-status")).to_contain_text("Finished", timeout=300_000)
    expect(page.locator("#train-result")).to_contain_text(re.compile(r"0 of \d+ frozen tensors changed"))


def test_a_wire_is_walked_to_and_taken_away_with_keys_alone(desk: Desk) -> None:
    page, keys = desk.page, desk.page.keyboard
    add(desk, "vector input", "vector_input")
    for block, node in (("linear", "linear"), ("linear", "linear_2")):
        keys.press("c")
        expect(page.get_by_test_id("picklist-input")).to_be_focused()
        keys.type("behind")
        keys.press("Enter")
        keys.type(block)
        keys.press("Enter")
        focused(desk, node)
    desk.settled()
    expect(desk.node("linear_2")).to_contain_text("linear_2")
    wire = page.locator('.react-flow__edge[data-id="linear.y>linear_2.x"]')
    for _ in range(40):
        keys.press("Shift+Tab")
        if wire.evaluate("wire => wire === document.activeElement"):
            break
    expect(wire).to_be_focused()
    expect(page.get_by_test_id("inspector")).to_contain_text("linear_2")
    keys.press("Delete")
    expect(wire).to_have_count(0)


def test_the_inside_is_opened_and_left_with_keys_alone(desk: Desk) -> None:
    page, keys = desk.page, desk.page.keyboard
    add(desk, "small resnet", "small_resnet")
    keys.press("i")
    expect(page.get_by_test_id("crumb-")).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_test_id("inside-search")).to_be_focused()
    keys.press("Escape")
    expect(page.get_by_test_id("inside")).to_have_count(0)
    focused(desk, "small_resnet")
    keys.press("Escape")
    expect(page.get_by_test_id("inspector")).to_have_count(0)
    keys.press("c")
    expect(page.get_by_role("dialog", name="Connect Small ResNet")).to_be_visible()


def test_the_help_says_how(desk: Desk) -> None:
    desk.page.keyboard.press("?")
    dialog = desk.page.get_by_role("dialog", name="Keyboard and mouse")
    for line in ("C on a node, then Enter", "Connect to…", "Go on to training"):
        expect(dialog).to_contain_text(line)
    desk.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
