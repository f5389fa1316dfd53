"""The content security policy in a real browser: our page works under it, and what others smuggle in does not."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk

_EVIL = """<!doctype html><title>evil</title><iframe id="frame" src="TARGET"></iframe><script>
window.outcomes = Promise.all([
  fetch("TARGETconfig", {credentials: "include"}).then(() => "read", () => "refused"),
  fetch("TARGETgradio_api/run/predict", {method: "POST", mode: "no-cors", body: "{}"}).then(
    (answer) => answer.type, () => "refused"),
  new Promise((done) => {
    const script = document.createElement("script");
    script.src = "TARGETcanvas-static/canvas.js";
    script.onload = () => done("loaded");
    script.onerror = () => done("refused");
    document.head.append(script);
  }),
]);
</script>"""


def test_the_page_breaks_none_of_its_own_rules(page: Page, address: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("response", lambda answer: said.append(answer.url) if answer.status >= 400 else None)
    elsewhere: list[str] = []
    page.on("request", lambda sent: None if _local(sent.url, address) else elsewhere.append(sent.url))
    desk = Desk(page).open(address, "s03")
    for tab in ("Train", "Try it", "Python", "Build"):
        desk.tab(tab)
    expect(desk.node("scores")).to_be_visible()
    assert said == []
    assert elsewhere == []


def test_a_script_in_a_text_does_not_run(page: Page, address: str) -> None:
    Desk(page).open(address)
    page.evaluate(
        """() => {
          const place = document.createElement("div");
          place.innerHTML = `<img src="/nothing.png" onerror="window.ran = 1">
            <a id="bait" href="javascript:window.ran=1">`;
          document.body.append(place);
          const script = document.createElement("script");
          script.textContent = "window.ran = 1";
          document.body.append(script);
          document.getElementById("bait").click();
          return new Promise((done) => place.querySelector("img").addEventListener("error", () => setTimeout(done)));
        }"""
    )
    assert page.evaluate("window.ran") is None


def test_another_site_can_neither_frame_nor_read_nor_post(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(_EVIL.replace("TARGET", address))
    with another_site(tmp_path) as evil:
        context = browser.new_context()
        page = context.new_page()
        statuses: dict[str, int] = {}
        page.on(
            "response", lambda answer: statuses.setdefault(answer.url.removeprefix(address), answer.status)
        )
        page.goto(evil)
        assert page.evaluate("window.outcomes") == ["refused"] * 3
        assert statuses[""] == 403
        context.close()


@contextmanager
def another_site(folder: Path) -> Iterator[str]:
    """A web site on another port of this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def _local(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:"))
