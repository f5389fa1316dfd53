"""Building with the mouse: a graph from nothing, a wrong move and its repair, and what survives a reload."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk


def test_two_heads_from_an_empty_canvas(page: Page, address: str) -> None:
    desk = Desk(page).open(address)
    desk.zoom_out(3)
    desk.add("image_input", 60, 240)
    desk.add("torchvision", 200, 240)
    desk.connect("image_input.image", "torchvision.image")
    for number, (suffix, width) in enumerate((("", "5"), ("_2", "10"))):
        y = 120 + 220 * number
        desk.add("linear", 340, y)
        desk.connect("torchvision.features", f"linear{'_3' if number else ''}.x")
        hidden = f"linear{'_3' if number else ''}"
        desk.set(hidden, "out_features", "256")
        desk.add("relu", 480, y)
        desk.connect(f"{hidden}.y", f"relu{suffix}.x")
        scores = f"linear{'_4' if number else '_2'}"
        desk.add("linear", 620, y)
        desk.connect(f"relu{suffix}.y", f"{scores}.x")
        desk.set(scores, "out_features", width)
        desk.add("class_output", 760, y)
        desk.connect(f"{scores}.y", f"class_output{suffix}.x")
    desk.select("torchvision")
    page.get_by_test_id("freeze-what").select_option("all")
    desk.sound()
    expect(desk.shape("torchvision.features", "linear.x")).to_contain_text("B × 2048")
    expect(desk.shape("linear_4.y", "class_output_2.x")).to_contain_text("B × 10")
    expect(desk.total("parameters")).to_have_attribute("title", re.compile("24,560,975"))
    expect(desk.total("trainable")).to_have_attribute("title", re.compile("1,052,943"))
    expect(desk.total("frozen")).to_contain_text("318 of 326")


def test_a_vector_into_a_convolution_is_explained_and_repaired(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s12")
    desk.add("conv2d", 940, 60)
    desk.connect("backbone.features", "conv2d.x")
    desk.settled()
    desk.select("conv2d")
    card = desk.problem("rank")
    expect(card).to_contain_text("B × C × H × W")
    expect(card).to_contain_text("B × 2048")
    expect(page.locator(".ng-wire-error")).to_have_count(1)
    expect(desk.shape("digit_relu.y", "digit_scores.x")).to_contain_text("B × 256")
    card.get_by_test_id("fix").first.click()
    desk.settled()
    expect(desk.shape("backbone.map", "conv2d.x")).to_contain_text("B × 2048 × 7 × 7")
    expect(page.locator(".ng-wire-error")).to_have_count(0)
    desk.undo()
    desk.settled()
    expect(page.locator(".ng-wire-error")).to_have_count(1)


def test_a_reload_finds_everything_again(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s03")
    desk.set("scores", "out_features", "7")
    desk.settled()
    page.get_by_test_id("document-title").fill("My own graph")
    page.get_by_test_id("document-title").press("Enter")
    page.wait_for_timeout(600)  # the document is kept 400 ms after the last edit
    page.goto(address)
    desk.settled()
    expect(page.get_by_test_id("document-title")).to_have_value("My own graph")
    expect(desk.node("scores")).to_contain_text("7")


def test_a_document_is_saved_and_opened_as_a_file(page: Page, address: str, tmp_path: Path) -> None:
    desk = Desk(page).open(address, "s03")
    with page.expect_download() as download:
        page.get_by_test_id("action-save").click()
    download.value.save_as(tmp_path / "saved.json")
    assert json.loads((tmp_path / "saved.json").read_text())["system"] == "S03"
    page.get_by_test_id("action-new").click()
    expect(desk.node("scores")).to_have_count(0)
    desk.open_file(str(tmp_path / "saved.json"))
    expect(desk.node("scores")).to_be_visible()


def test_a_bad_file_is_refused_and_nothing_is_lost(page: Page, address: str, tmp_path: Path) -> None:
    desk = Desk(page).open(address, "s03")
    (tmp_path / "bad.json").write_text('{"format": "netgraft", "version": 1, "nodes": [{"id": "import"}]}')
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("action-open").click()
    chooser.value.set_files(tmp_path / "bad.json")
    expect(page.get_by_test_id("toast")).to_contain_text("id")
    expect(desk.node("scores")).to_be_visible()


def test_every_example_opens_without_a_problem(page: Page, address: str) -> None:
    desk = Desk(page).open(address)
    page.get_by_test_id("action-examples").first.click()
    expect(page.get_by_test_id("example-s01")).to_be_visible()
    ids = [
        (entry.get_attribute("data-testid") or "").removeprefix("example-")
        for entry in page.locator("[data-testid^=example-]").all()
    ]
    assert {"s01", "s03", "s04", "s12", "s16"} <= set(ids)
    for example in ids:
        desk.open(address, example)
        desk.sound()


def test_the_python_tab_shows_what_the_canvas_holds(page: Page, address: str) -> None:
    desk = Desk(page).open(address, "s03")
    desk.tab("Python")
    expect(page.locator("#code-source")).to_contain_text("class Net(nn.Module)")
    with page.expect_download() as download:
        page.locator("#code-download").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "GCNConv" in text
    assert "def build(" in text
    compile(text, "network.py", "exec")
