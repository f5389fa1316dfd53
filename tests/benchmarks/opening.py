"""How long a person waits from "Open inside" of a ResNet-50 to its stages with their shapes. Wall milliseconds.

    python -m tests.benchmarks.opening [--times 8]

Each time the pictures have another size, so that the answer is worked out and not remembered; the clock runs inside the
page. The first opening, which also loads PyTorch's code, is told apart.
"""

import argparse
import statistics
import tempfile
from contextlib import ExitStack

from playwright.sync_api import Page, sync_playwright

from builder.ui.server.serve import start
from tests.browser.chromium import find_chromium, flags
from tests.browser.desk import Desk

WATCH = """(text) => {
  window.opened = new Promise((done) => {
    let began = 0;
    addEventListener("click", () => { began = performance.now(); }, { capture: true, once: true });
    const label = () => document.querySelector('[data-testid="inside-shape-layer4"]')?.textContent ?? "";
    const watcher = new MutationObserver(() => {
      if (began && label().includes(text)) { watcher.disconnect(); done(performance.now() - began); }
    });
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}"""


def waits(desk: Desk, page: Page, times: int) -> list[float]:
    """The milliseconds of each opening, the first one first."""
    found = []
    for number in range(times + 1):
        size = 64 + 32 * number
        desk.set("image", "size", str(size))
        desk.settled()
        page.evaluate(WATCH, f"2048 × {size // 32} × {size // 32}")
        page.get_by_test_id("open-inside-backbone").click()
        found.append(page.evaluate("() => window.opened"))
        page.keyboard.press("Escape")
        page.get_by_test_id("open-inside-backbone").wait_for()
    return found


def main() -> None:
    """Serve, and open the backbone of S12 again and again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=8)
    parser.add_argument("--address", default="", help="A builder that runs already.")
    told = parser.parse_args()
    with ExitStack() as held:
        address = told.address
        if not address:
            folder = held.enter_context(tempfile.TemporaryDirectory())
            address = held.enter_context(start(data=folder)).url
        playwright = held.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=flags())
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(60_000)
        first, *rows = waits(Desk(page).open(address, "s12"), page, told.times)
        browser.close()
    rows.sort()
    print(
        f"first {first:.0f} ms; {len(rows)} more: median {statistics.median(rows):.0f} ms, slowest {rows[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
