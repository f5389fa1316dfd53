"""What a person does at the builder, as one method each."""

import re

from playwright.sync_api import Locator, Page, Position, expect

STILL = """() => new Promise((done) => {
  const seen = () => document.querySelector(".react-flow__viewport").style.transform;
  const before = seen();
  setTimeout(() => done(seen() === before), 200);
})"""
"""True in the browser once the canvas has stopped moving."""


class Desk:
    """The page in front of a person: adds, connects, looks, and waits for what is visible."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str, example: str = "") -> "Desk":
        """Open the builder, on an example where one is named."""
        self.page.goto(f"{address}?example={example}" if example else address)
        expect(self.page.get_by_test_id("palette")).to_be_visible(timeout=60_000)
        if example:
            self.settled()
            self.page.wait_for_function(STILL)
        return self

    def zoom_out(self, times: int) -> None:
        """Make the canvas smaller step by step, waiting for each to come to rest."""
        for _ in range(times):
            self.page.get_by_test_id("action-zoom-out").click()
            self.page.wait_for_function(STILL)

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def add(self, block: str, x: int, y: int) -> None:
        """Find a block by its id in the palette and drag it to a place on the canvas."""
        self.page.get_by_test_id("palette-search").fill(block.replace("_", " "))
        self.page.get_by_test_id(f"block-{block}").drag_to(
            self.page.locator(".react-flow__pane"), target_position={"x": x, "y": y}
        )
        self.page.get_by_test_id("palette-search").fill("")

    def node(self, node: str) -> Locator:
        return self.page.get_by_test_id(f"node-{node}")

    def connect(self, source: str, target: str) -> None:
        """Draw a wire with the mouse, from ``node.port`` to ``node.port``."""
        out, into = (
            self.page.get_by_test_id(f"port-{end.split('.')[0]}-{side}-{end.split('.')[1]}")
            for end, side in ((source, "out"), (target, "in"))
        )
        self.page.wait_for_function(STILL)
        out.hover()
        self.page.mouse.down()
        into.hover()
        self.page.mouse.up()

    def set(self, node: str, param: str, value: str) -> None:
        """Select a node and type a value for one of its parameters."""
        self.select(node)
        field = (
            self.page.get_by_test_id("inspector")
            .get_by_test_id(f"param-{param}")
            .locator("input, textarea")
            .first
        )
        field.fill(value)
        field.press("Enter")
        field.blur()

    def select(self, node: str, *, also: bool = False) -> None:
        """Click on a node's title; `also` keeps what is selected already."""
        self.node(node).click(position=self._title(node), modifiers=["Shift"] if also else [])

    def enter(self, node: str) -> None:
        """Open a node by a double click on its title."""
        self.node(node).dblclick(position=self._title(node))

    def _title(self, node: str) -> Position:
        """Where a node's title is, however small the canvas draws it, once it stands still."""
        expect(self.node(node)).to_be_visible(timeout=60_000)
        self.page.wait_for_function(STILL)
        box = self.node(node).bounding_box()
        assert box is not None
        return {"x": box["width"] * 0.3, "y": min(12.0, box["height"] * 0.2)}

    def shape(self, source: str, target: str) -> Locator:
        """The label on a wire."""
        return self.page.get_by_test_id(f"wire-shape-{source}-{target}")

    def select_wire(self, source: str, target: str) -> None:
        """Click on a wire's label once the canvas stands still."""
        expect(self.shape(source, target)).to_be_visible(timeout=60_000)
        self.page.wait_for_function(STILL)
        self.shape(source, target).click()

    def total(self, name: str) -> Locator:
        """The place in the status bar that holds a total; its tooltip is the exact number."""
        return self.page.get_by_test_id(f"total-{name}")

    def problem(self, code: str) -> Locator:
        """The card of a problem in the inspector of the selected node."""
        return self.page.get_by_test_id("inspector").get_by_test_id(f"problem-{code}").first

    def settled(self) -> None:
        """Wait until the newest state of the canvas was checked."""
        expect(self.page.get_by_test_id("phase")).to_have_class(re.compile("is-current"), timeout=120_000)

    def sound(self) -> None:
        self.settled()
        expect(self.page.get_by_test_id("problem-count")).to_have_text("Everything fits")

    def undo(self) -> None:
        self.page.get_by_test_id("action-undo").click()

    def open_file(self, path: str) -> None:
        """Open a document from a file."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_test_id("action-open").click()
        chooser.value.set_files(path)
        self.settled()
        self.page.wait_for_function(STILL)

    def train(self, seconds: int = 300) -> None:
        """Press Train and wait until the run has ended well."""
        self.tab("Train")
        self.page.locator("#train-start").click()
        expect(self.page.locator("#train-status")).to_contain_text("Finished", timeout=seconds * 1000)
