"""From the click on Train to the first loss in a warm app, beside one forward and backward of a loop by hand.

    python -m tests.benchmarks.first_loss [--rounds 7]

A frozen ResNet-18 with a new head, 512 digits at 96 x 96 in batches of 64, in a real browser: the document is opened,
the Train tab is shown and left alone until what the server prepares for it is ready, and the button is clicked. What
counts is the time from the click in the page until the loss of the first batch is in the ledger of the jobs, as
``click``, and until the page shows it, as ``shown``. CPU seconds are those of the worker, from the click on;
``preparing`` is what it used before, which is spent whether anybody clicks or not. By then the data are read, the
network is built with random weights, and its frozen part was tried on 32 of the first batch's rows, whose features are
kept: only the other 32 run after the click. ``plain`` is the same job where nothing was prepared, from `submit` on.

The step by hand has its network and its batch in memory. Every round has other random weights, so that no features are
found from an earlier run.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import psutil
import torch
from playwright.sync_api import sync_playwright
from torch import nn
from torchvision.models import resnet18

from builder import Document, save
from builder.documents.document import Training
from builder.documents.reading import dumps
from builder.jobs import Supervisor
from builder.ui.server.serve import start
from tests.benchmarks.netgraft_peer import document
from tests.benchmarks.task import BATCH, CLASSES, COUNT, RATE, SIDE
from tests.browser.chromium import find_chromium, flags
from tests.browser.desk import Desk

OWNER = "benchmark"
SETTINGS = {"epochs": 1, "batch": BATCH, "samples": COUNT, "learning_rate": RATE}
AFTER = 1.0
"""Seconds of rest before each click."""
WATCH = """() => {
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  const status = document.getElementById("train-status");
  window.waited = new Promise((done) => {
    let clicked = 0;
    addEventListener("click", () => { clicked = now(); }, { capture: true, once: true });
    const watcher = new MutationObserver(() => {
      if (clicked && / loss /.test(` ${status.innerText.replace(/\\s+/g, " ")} `)) {
        watcher.disconnect();
        done([clicked, now()]);
      }
    });
    watcher.observe(status, { subtree: true, childList: true, characterData: true });
  });
}"""


class ByHand:
    """The step of a loop by hand, with everything loaded and warm."""

    def __init__(self) -> None:
        self.model = resnet18()
        self.model.requires_grad_(False)
        self.model.fc = nn.Linear(512, CLASSES)
        self.model.eval()
        self.values, self.labels = torch.rand(BATCH, 3, SIDE, SIDE), torch.arange(BATCH) % CLASSES

    def step(self) -> dict[str, float]:
        """Wall and CPU seconds of one forward and backward."""
        began, before = time.perf_counter(), time.process_time()
        nn.functional.cross_entropy(self.model(self.values), self.labels).backward()
        return {"step": time.perf_counter() - began, "step_cpu": time.process_time() - before}


class App:
    """A server with a browser in front of it, whose supervisor is looked into."""

    def __init__(self, jobs: Supervisor, desk: Desk, folder: Path) -> None:
        self.jobs, self.desk, self.file = jobs, desk, folder / "network.json"
        self.store = jobs._store

    def click(self, network: Document) -> dict[str, float]:
        """Open a document, show the Train tab, and click once its run is prepared."""
        training = Training.model_validate({"data": "digits", **SETTINGS})
        save(network.model_copy(update={"training": training}), self.file)
        self.desk.tab("Build")
        self.desk.open_file(str(self.file))
        self.desk.tab("Train")
        pid = self._prepared()
        time.sleep(AFTER)
        before = _spent(pid)
        known = self._jobs()
        self.desk.page.evaluate(WATCH)
        self.desk.page.evaluate("() => document.getElementById('train-start').click()")
        told, cpu, job = self._first_loss(known)
        clicked, shown = self.desk.page.evaluate("() => window.waited")
        self._end(job)
        return {
            "click": told - clicked,
            "shown": shown - clicked,
            "click_cpu": cpu - before,
            "preparing": before,
        }

    def plain(self, network: Document) -> dict[str, float]:
        """The same job without a page, and so without anything that was prepared."""
        payload = {"document": dumps(network), "settings": SETTINGS, "data": "digits", "device": "auto"}
        known, began = self._jobs(), time.time()
        self.jobs.submit(OWNER, "train", payload)
        told, cpu, job = self._first_loss(known)
        self._end(job)
        return {"plain": told - began, "plain_cpu": cpu}

    def _prepared(self) -> int:
        """The process id of the worker that has prepared the run."""
        _until(lambda: (held := self.jobs._spare._held) is not None and held.running._said)
        held = self.jobs._spare._held
        assert held is not None
        assert held.running.process.pid is not None
        return int(held.running.process.pid)

    def _first_loss(self, known: set[str]) -> tuple[float, float, str]:
        """When the first loss of a new job is in the ledger, what its worker has spent by then, and the job."""
        _until(lambda: self._jobs() - known)
        (job,) = self._jobs() - known
        while not (steps := self._told(job, "step")):
            assert not self._told(job, "failed"), self._told(job, "failed")
            time.sleep(0.005)
        told = time.time()
        assert steps
        return told, _spent(self.jobs._running[job].process.pid), job

    def _told(self, job: str, event: str) -> list[Any]:
        known = "SELECT body FROM events WHERE job = ? AND body LIKE ?"
        return [row["body"] for row in self.store.rows(known, (job, f'{{"event": "{event}"%'))]

    def _jobs(self) -> set[str]:
        return {row["id"] for row in self.store.rows("SELECT id FROM jobs")}

    def _end(self, job: str) -> None:
        owner = self.store.rows("SELECT owner FROM jobs WHERE id = ?", (job,))[0]["owner"]
        self.jobs.cancel(owner, job)
        self.jobs.wait(owner, job, 60)


def _spent(pid: int | None) -> float:
    """CPU seconds of a process."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 120
    while not true():
        if time.monotonic() > end:
            raise SystemExit("the server did not come to it")
        time.sleep(0.005)


def measured(rounds: int) -> dict[str, Any]:
    """Medians of rounds, each with a click, the job without preparation, and the step by hand."""
    by_hand, rows = ByHand(), []
    by_hand.step()
    with (
        tempfile.TemporaryDirectory() as folder,
        start(data=folder) as served,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=flags())
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(60_000)
        app = App(served.jobs, Desk(page).open(served.url), Path(folder))
        for number in range(-1, rounds):  # the first warms up and does not count
            networks = [
                document(stage=False).model_copy(update={"seed": 2 * number + place}) for place in (2, 3)
            ]
            rows.append(app.click(networks[0]) | app.plain(networks[1]) | by_hand.step())
        browser.close()
    return _figures(rows[1:])


def _figures(rows: list[dict[str, float]]) -> dict[str, Any]:
    """Medians, and the ratios to the step of the same round."""
    for row in rows:
        for name in ("click", "plain", "shown"):
            row[f"ratio_{name}"] = row[name] / row["step"]
        for name in ("click_cpu", "preparing", "plain_cpu"):
            row[f"ratio_{name}"] = row[name] / row["step_cpu"]
    found: dict[str, Any] = {name: round(median(row[name] for row in rows), 3) for name in rows[0]}
    ratios = sorted(row["ratio_click"] for row in rows)
    return found | {"spread": [round(ratios[0], 3), round(ratios[-1], 3)]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    print(json.dumps(measured(parser.parse_args().rounds)), flush=True)


if __name__ == "__main__":
    main()
