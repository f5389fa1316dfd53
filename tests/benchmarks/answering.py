"""How long a person waits for the answer to one sample, alone and while a training runs. Wall milliseconds.

    python -m tests.benchmarks.answering [--asked 20]

A ResNet-18 at 96 x 96 that was trained on digits answers one row after the other, by the page's own way: into the
ledger, to the worker of the supervisor, and back. Beside it stands the same network in a warm process of its own.
"""

import argparse
import json
import tempfile
import time
from statistics import median
from typing import Any

from builder import infer
from builder.documents.reading import dumps
from builder.jobs import Supervisor
from builder.store import Store
from builder.weights.trained import load_run
from tests.benchmarks.netgraft_peer import document
from tests.benchmarks.task import BATCH

OWNER = "benchmark"


def training(jobs: Supervisor, *, stage: bool, samples: int, epochs: int) -> str:
    """Submit a run."""
    settings = {"epochs": epochs, "batch": BATCH, "samples": samples}
    network = dumps(document(stage=stage))
    return jobs.submit(OWNER, "train", {"document": network, "settings": settings, "data": "digits"})


def answered(jobs: Supervisor, run: str, asked: int) -> dict[str, float]:
    """The wait for one answer after the other, and the steps that a training made meanwhile."""
    waits = []
    for row in range(asked):
        began = time.perf_counter()
        job = jobs.submit(OWNER, "infer", {"run": run, "sample": {"row": row}})
        while not (state := jobs.state(OWNER, job)).over:
            time.sleep(0.002)
        if state.result is None:
            raise SystemExit(state.problem["said"] if state.problem else "no answer")
        waits.append((time.perf_counter() - began) * 1000)
    first, rest = waits[0], sorted(waits[1:])
    return {"first": first, "median": median(rest), "p95": rest[int(0.95 * len(rest))]}


def alone(folder: Any, asked: int) -> float:
    """The median of the same network's answers in this process, loaded and warm."""
    trained, waits = load_run(folder), []
    for row in range(asked):
        began = time.perf_counter()
        infer(trained, sample={"row": row})
        waits.append((time.perf_counter() - began) * 1000)
    return median(waits[1:])


def measured(asked: int) -> dict[str, float]:
    """The waits of all three cases."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(folder)
        jobs = Supervisor(store)
        try:
            run = training(jobs, stage=False, samples=64, epochs=1)
            if jobs.wait(OWNER, run, 300).status != "done":
                raise SystemExit("the run came to no end")
            quiet = answered(jobs, run, asked)
            long = training(jobs, stage=True, samples=512, epochs=50)
            while not any(event["event"] == "step" for event in jobs.events(OWNER, long)[0]):
                time.sleep(0.1)
            busy = answered(jobs, run, asked)
            jobs.cancel(OWNER, long)
            jobs.wait(OWNER, long, 60)
            direct = alone(store.run_folder(run), asked)
        finally:
            jobs.close()
    told = {f"alone_{name}": value for name, value in quiet.items()}
    told |= {f"training_{name}": value for name, value in busy.items()}
    return {name: round(value, 1) for name, value in (told | {"in_process": direct}).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asked", type=int, default=20)
    print(json.dumps(measured(parser.parse_args().asked)), flush=True)


if __name__ == "__main__":
    main()
