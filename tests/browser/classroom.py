"""What a learner does in a lesson, by mouse and by keyboard."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk

MOST_TABS = 400
"""So many presses of Tab must be enough to reach anything on the page."""

AT = """id => {
  const here = document.activeElement;
  return !!here && (here.dataset.testid === id || here.id === id || !!here.closest(`#${CSS.escape(id)}`)
    && ["INPUT", "TEXTAREA", "BUTTON"].includes(here.tagName));
}"""
"""In the browser: whether the focus is on the element of this test id or id."""


class Classroom:
    """A lesson that is on."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page

    @property
    def panel(self) -> Locator:
        return self.page.get_by_test_id("lesson")

    def at(self, step: int) -> None:
        expect(self.page.get_by_test_id("lesson-step")).to_have_attribute("data-step", str(step))

    def met(self, *checks: int) -> None:
        """Wait until these checks of the step have turned green."""
        for check in checks:
            expect(self.panel.get_by_test_id(f"check-{check}")).to_have_attribute(
                "data-met", "true", timeout=120_000
            )

    def unmet(self, check: int) -> None:
        expect(self.panel.get_by_test_id(f"check-{check}")).to_have_attribute("data-met", "false")

    def done(self) -> None:
        expect(self.panel.get_by_test_id("lesson-done")).to_have_text(re.compile("Done"), timeout=120_000)

    def next(self) -> None:
        self.page.get_by_test_id("lesson-next").click()

    def back(self) -> None:
        self.page.get_by_test_id("lesson-back").click()

    def open(self) -> None:
        """Put the step's network on the canvas."""
        self.page.get_by_test_id("lesson-open").click()
        self.desk.settled()

    def show(self) -> None:
        """Have the step's solution shown."""
        self.page.get_by_test_id("lesson-show").click()
        self.desk.settled()

    def fix(self, title: str) -> None:
        """Take a fix of the selected node by a part of its title."""
        self.page.get_by_test_id("inspector").get_by_test_id("fix").filter(has_text=title).first.click()
        self.desk.settled()

    def train(self, epochs: int = 1) -> None:
        """Train what is on the canvas for so many epochs, and come back to it."""
        self.desk.tab("Train")
        self.page.locator("#train-epochs input").fill(str(epochs))
        self.desk.train()
        self.desk.tab("Build")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, target: str, *, backwards: bool = False) -> None:
        """Press Tab until the focus is on what has this test id or id."""
        for _ in range(MOST_TABS):
            if self.page.evaluate(AT, target):
                return
            self.press("Shift+Tab" if backwards else "Tab")
        raise AssertionError(f"{target} cannot be reached with the Tab key")

    def go_on(self) -> None:
        """Go to the next step with the keyboard alone."""
        self.press("Alt+l")
        self.reach("lesson-next")
        self.press("Enter")
