"""Training and trying in the browser, on real data, to real figures."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from builder import save
from tests.browser.desk import Desk
from tests.networks import two_heads


def test_sentiment_trains_to_its_figure_and_answers(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s16")
    desk.train()
    expect(page.locator("#train-result")).to_contain_text("0 of 103 frozen tensors changed")
    shares = re.findall(r"([0-9.]+) ?%", page.locator("#train-result").inner_text())
    assert float(shares[0]) > 70, shares  # held out; the majority is 33 %
    desk.tab("Try it")
    page.locator("#try-text textarea").fill("The soup was wonderful and we loved it.")
    page.locator("#try-go").click()
    expect(page.locator("#try-said")).to_contain_text("sentiment: positive", timeout=120_000)
    expect(page.get_by_role("meter", name="positive")).to_be_visible()
    expect(page.get_by_role("meter")).to_have_count(3)


def test_a_frozen_backbone_trains_and_a_drawn_digit_is_tried(
    page: Page, address: str, tmp_path: Path
) -> None:
    network = two_heads(size=32)
    first = network.node("first").model_copy(update={"params": {"target": "half"}})
    second = network.node("second").model_copy(update={"params": {"target": "label"}})
    save(network.replace_node(first).replace_node(second), tmp_path / "network.json")
    desk = Desk(page).open(address)
    desk.open_file(str(tmp_path / "network.json"))
    desk.tab("Train")
    page.locator("#train-epochs input").fill("2")
    page.locator("#train-samples input").fill("200")
    desk.train()
    expect(page.locator("#train-result")).to_contain_text("0 of 120 frozen tensors changed")
    expect(page.locator("#train-notes")).to_contain_text("random weights")
    page.reload()
    desk.tab("Train")
    expect(page.locator("#train-result")).to_contain_text("0 of 120 frozen tensors changed")
    desk.tab("Try it")
    board = page.locator("#try-image canvas").bounding_box()
    assert board is not None
    page.mouse.move(board["x"] + board["width"] / 2, board["y"] + 30)
    page.mouse.down()
    page.mouse.move(board["x"] + board["width"] / 2, board["y"] + board["height"] - 30, steps=5)
    page.mouse.up()
    page.locator("#try-go").click()
    expect(page.locator("#try-said")).to_contain_text(re.compile("first: .* second: "), timeout=120_000)
    expect(page.get_by_role("meter", name="0-1")).to_be_visible()


def test_a_run_can_be_stopped_and_the_next_one_works(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s03")
    desk.tab("Train")
    page.locator("#train-epochs input").fill("5000")
    page.locator("#train-start").click()
    expect(page.locator("#train-status")).to_contain_text("poch", timeout=120_000)
    page.locator("#train-stop").click()
    expect(page.locator("#train-status")).to_contain_text(re.compile("Stopped|Cancelled"), timeout=60_000)
    page.locator("#train-resume").click()
    expect(page.locator("#train-status")).to_contain_text(re.compile("Epoch [0-9]+ of 5000"), timeout=120_000)
    page.locator("#train-stop").click()
    expect(page.locator("#train-resume")).to_be_visible(timeout=60_000)
    page.locator("#train-epochs input").fill("20")
    desk.train()
    expect(page.locator("#train-resume")).to_be_hidden()
    expect(page.locator("#train-result")).to_contain_text("Majority")
