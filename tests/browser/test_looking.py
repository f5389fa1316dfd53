"""Looking inside with the mouse: a wire's facts, its values, a guess before the answer, and what an edit changed."""

import re

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk


def choose_wire(desk: Desk, source: str, target: str) -> None:
    """Click the label of a wire, whatever the zoom."""
    label = desk.shape(source, target)
    expect(label).to_be_attached()
    label.dispatch_event("click")


def test_a_wire_shows_its_shape_what_it_sees_and_its_feature_maps(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s04")
    choose_wire(desk, "backbone.map", "scale.x")
    expect(page.get_by_test_id("wire-shape")).to_contain_text("B × 2048 × 7 × 7")
    expect(page.get_by_test_id("wire-facts")).to_contain_text("height: rows of positions")
    expect(page.get_by_test_id("receptive-field")).to_contain_text("427 × 427")
    expect(page.get_by_test_id("wire-memory")).to_contain_text("401 kB for one sample")
    page.get_by_test_id("run-up-to").click()
    expect(page.get_by_test_id("tiles").locator("li")).to_have_count(64, timeout=120_000)
    expect(page.get_by_test_id("histogram")).to_be_visible()
    expect(page.get_by_test_id("random-weights")).to_contain_text("backbone")
    expect(page.get_by_test_id("sample")).to_contain_text("held-out sample 1")
    page.get_by_test_id("sample-next").click()
    expect(page.get_by_test_id("sample")).to_contain_text("held-out sample 2")
    choose_wire(desk, "flat.y", "digit.x")
    expect(page.get_by_test_id("wire-shape")).to_contain_text("B × 10")
    page.get_by_test_id("run-up-to").click()
    expect(page.get_by_test_id("numbers").locator("li")).to_have_count(10)
    expect(page.get_by_test_id("sample")).to_contain_text("held-out sample 2")


def test_attention_is_shown_as_a_heat_map(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s16")
    source, target = "encoder.tokens", "cls.x"
    choose_wire(desk, source, target)
    expect(page.get_by_test_id("receptive-field")).to_contain_text("Not defined")
    page.get_by_test_id("run-up-to").click()
    attention = page.get_by_test_id("attention")
    expect(attention).to_contain_text("12 heads", timeout=120_000)
    attention.get_by_role("combobox").select_option("0")
    expect(attention.locator("img")).to_have_attribute("src", re.compile("^data:image/png;base64,"))


def test_a_node_shows_where_its_cost_goes(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s12")
    desk.select("backbone")
    page.get_by_test_id("costs").locator("summary").click()
    expect(page.get_by_test_id("cost-layer4")).to_contain_text("15 M")
    page.get_by_test_id("cost-by-multiply_adds").click()
    expect(page.get_by_test_id("cost-by-multiply_adds")).to_contain_text("4.09 B")
    page.get_by_test_id("cost-layer4").click()
    expect(page.get_by_test_id("cost-layer4.0")).to_be_visible()


def test_shapes_are_guessed_first_and_the_round_survives_a_reload(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s04")
    page.get_by_test_id("action-predict").click()
    expect(desk.shape("conv1.y", "relu1.x")).to_have_text("?")
    choose_wire(desk, "conv1.y", "relu1.x")
    expect(page.get_by_test_id("wire-facts")).to_have_count(0)
    guess = page.get_by_test_id("guess")
    guess.get_by_role("textbox").fill("what?")
    page.get_by_test_id("guess-check").click()
    expect(guess.get_by_role("alert")).to_contain_text("cannot be read")
    guess.get_by_role("textbox").fill("b, 512, 14, 7")
    page.get_by_test_id("guess-check").click()
    scored = page.get_by_test_id("scored")
    expect(scored).to_contain_text("3 of 4 axes are right. H is 7, not 14.")
    expect(scored).to_contain_text("7 + 2·1 − 1·(3 − 1) − 1 + 1 = 7")
    expect(page.get_by_test_id("score")).to_contain_text("0 of 1 right")
    expect(desk.shape("conv1.y", "relu1.x")).to_contain_text("B × 512 × 7 × 7")
    choose_wire(desk, "relu1.y", "conv2.x")
    page.get_by_test_id("guess").get_by_role("textbox").fill("[B, 512, 7, 7]")
    page.get_by_test_id("guess").get_by_role("textbox").press("Enter")
    expect(page.get_by_test_id("scored")).to_contain_text("Right")
    expect(page.get_by_test_id("score")).to_contain_text("1 of 2 right")
    page.wait_for_timeout(600)  # the document is kept 400 ms after the last edit
    page.goto(address)
    desk.settled()
    expect(page.get_by_test_id("score")).to_contain_text("1 of 2 right")
    expect(desk.shape("relu1.y", "conv2.x")).to_contain_text("512")
    expect(desk.shape("conv2.y", "relu2.x")).to_have_text("?")
    page.get_by_test_id("action-predict").click()
    expect(desk.shape("conv2.y", "relu2.x")).to_contain_text("B × 256 × 7 × 7")


def test_an_edit_is_compared_with_how_the_document_was(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s12")
    page.get_by_test_id("action-compare").first.click()
    expect(page.get_by_test_id("compare-same")).to_be_visible()
    desk.set("digit_hidden", "out_features", "128")
    change = page.get_by_test_id("change").first
    expect(change).to_contain_text("digit_hidden.out_features")
    expect(change).to_contain_text("256 → 128")
    expect(desk.node("digit_hidden")).to_have_attribute("data-change", "changed")
    desk.select("digit_relu")
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("ghost-digit_relu")).to_be_attached()
    page.get_by_test_id("compare-with").select_option("steps")
    expect(page.get_by_test_id("change").first).to_contain_text("digit_relu")
    expect(page.get_by_test_id("compare")).not_to_contain_text("digit_hidden.out_features")
    page.get_by_test_id("compare-with").select_option("example s04")
    expect(page.get_by_test_id("compare")).to_contain_text("conv1")
    page.get_by_test_id("action-compare").first.click()
    expect(page.get_by_test_id("compare")).to_have_count(0)
