"""How long a person waits from an edit to the new shape on the wire, in a real browser. Wall milliseconds.

    python -m tests.benchmarks.badge [--edits 40]

60 ms of it are the pause in which the page waits for further edits. The clock runs inside the page: from the key that
commits a new number of features of a head behind ResNet-50 to the label of the wire behind it.
"""

import argparse
import statistics
import tempfile

from playwright.sync_api import Page, sync_playwright

from builder.ui.server.serve import start
from tests.browser.chromium import find_chromium, flags
from tests.browser.desk import Desk

WATCH = """([wire, text]) => {
  window.badge = new Promise((done) => {
    let began = 0;
    addEventListener("keydown", (event) => { if (event.key === "Enter") began = performance.now(); },
      { capture: true, once: true });
    const label = () => document.querySelector(`[data-testid="${wire}"]`)?.textContent ?? "";
    const watcher = new MutationObserver(() => {
      if (began && label().includes(text)) { watcher.disconnect(); done(performance.now() - began); }
    });
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}"""


def waits(page: Page, edits: int) -> list[float]:
    """The milliseconds from each edit to its badge; the first five warm up and do not count."""
    field = page.get_by_test_id("inspector").get_by_test_id("param-out_features").locator("input").first
    found = []
    for number in range(edits + 5):
        width = str(300 + number)
        field.fill(width)
        page.evaluate(WATCH, ["wire-shape-pair_hidden.y-pair_relu.x", width])
        field.press("Enter")
        found.append(page.evaluate("() => window.badge"))
        page.wait_for_timeout(150)
    return found[5:]


def main() -> None:
    """Serve, open S12 and edit its first head."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=40)
    edits = parser.parse_args().edits
    with (
        tempfile.TemporaryDirectory() as folder,
        start(data=folder) as served,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=flags())
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(60_000)
        desk = Desk(page).open(served.url, "s12")
        desk.select("pair_hidden")
        rows = sorted(waits(page, edits))
        browser.close()
    print(
        f"{len(rows)} edits: median {statistics.median(rows):.0f} ms, p95 {rows[int(0.95 * len(rows))]:.0f} ms"
    )


if __name__ == "__main__":
    main()
