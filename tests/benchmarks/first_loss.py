"""From the click on Train to the first loss in a warm app, beside one forward and backward of a loop by hand.

    python -m tests.benchmarks.first_loss [--rounds 5]

A frozen ResNet-18 with a new head, 512 digits at 96 x 96 in batches of 64. The job takes the page's own way: into the
ledger, to a worker of the supervisor, and back as events. Every round has other random weights, so nothing is kept.
"""

import argparse
import json
import tempfile
import time
from statistics import median
from typing import Any

import psutil
import torch
from torch import nn
from torchvision.models import resnet18

from builder import Document
from builder.documents.reading import dumps
from builder.jobs import Supervisor
from builder.store import Store
from tests.benchmarks.netgraft_peer import document
from tests.benchmarks.task import BATCH, CLASSES, COUNT, RATE, SIDE

OWNER = "benchmark"


def clicked(jobs: Supervisor, network: Document) -> tuple[float, float]:
    """Wall and CPU seconds until the first loss of a job is in the ledger; the job is cancelled then."""
    settings = {"epochs": 1, "batch": BATCH, "samples": COUNT, "learning_rate": RATE}
    payload = {"document": dumps(network), "settings": settings, "data": "digits", "device": "cpu"}
    began, spent = time.perf_counter(), 0.0
    job = jobs.submit(OWNER, "train", payload)
    while True:
        events, _ = jobs.events(OWNER, job)
        for running in [*jobs._running.values()]:
            with_children = psutil.Process(running.process.pid).cpu_times()
            spent = with_children.user + with_children.system
        if any(event["event"] == "step" for event in events):
            break
        if any(event["event"] == "failed" for event in events):
            raise SystemExit(events[-1]["problem"]["said"])
        time.sleep(0.005)
    wall = time.perf_counter() - began
    jobs.cancel(OWNER, job)
    jobs.wait(OWNER, job, 60)
    return wall, spent


class ByHand:
    """The step of a loop by hand, with everything loaded and warm."""

    def __init__(self) -> None:
        self.model = resnet18()
        self.model.requires_grad_(False)
        self.model.fc = nn.Linear(512, CLASSES)
        self.model.eval()
        self.values, self.labels = torch.rand(BATCH, 3, SIDE, SIDE), torch.arange(BATCH) % CLASSES

    def step(self) -> tuple[float, float]:
        """Wall and CPU seconds of one forward and backward."""
        began, before = time.perf_counter(), time.process_time()
        nn.functional.cross_entropy(self.model(self.values), self.labels).backward()
        return time.perf_counter() - began, time.process_time() - before


def measured(rounds: int) -> dict[str, Any]:
    """Medians of rounds that pair both sides."""
    by_hand, rows = ByHand(), []
    by_hand.step()
    with tempfile.TemporaryDirectory() as folder:
        jobs = Supervisor(Store.open(folder))
        try:
            clicked(jobs, document(stage=False))  # the process that workers come from is loaded by now
            for number in range(rounds):
                network = document(stage=False).model_copy(update={"seed": number + 1})
                rows.append((*clicked(jobs, network), *by_hand.step()))
        finally:
            jobs.close()
    names = ("click", "click_cpu", "step", "step_cpu")
    found = {name: median(row[place] for row in rows) for place, name in enumerate(names)}
    found["ratio"] = median(row[0] / row[2] for row in rows)
    found["ratio_cpu"] = median(row[1] / row[3] for row in rows)
    return {name: round(value, 3) for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    print(json.dumps(measured(parser.parse_args().rounds)), flush=True)


if __name__ == "__main__":
    main()
