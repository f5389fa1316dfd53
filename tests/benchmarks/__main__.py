"""Run the benchmarks and print README's tables in Markdown: ``python -m tests.benchmarks [--peers] [--repeat 2]``.

Without ``--peers`` it takes about ten minutes on two cores that have nothing else to do. With it, the frozen case runs
skorch, the Trainer of transformers, fastai, Lightning and Keras too: uv makes an environment for each from the package
index, outside of this one. ``--only frozen,start`` picks parts.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = (
    "skorch_net",
    "hf_trainer",
    "fastai_learner",
    "lightning_trainer",
    "keras_fit jax",
    "keras_fit torch",
)
CASES = {
    "frozen": "ResNet-18 frozen, 512 images of 96 × 96, 5 epochs, batch 64: CPU seconds without imports",
    "second": "the same for another head on the same backbone and data",
    "stage": "the same with the last stage and the head learning",
}

Figures = dict[str, Any]


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=2, help="runs of which the median counts")
    parser.add_argument("--only", default=",".join((*CASES, *SINGLE)), help="parts, with commas between them")
    parser.add_argument("--peers", action="store_true", help="also run the peers, each in its environment")
    asked = parser.parse_args()
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # waiting threads are not work, on either side
    machine = (
        f"{os.cpu_count()} cores of {_processor()}, {platform.system()}, Python {platform.python_version()}"
    )
    print(f"Measured on {datetime.now(UTC):%Y-%m-%d} on {machine}.\n")
    for part in asked.only.split(","):
        if part in CASES:
            _table(part, PEERS if asked.peers and part == "frozen" else (), asked.repeat)
    parts = [part for part in asked.only.split(",") if part in SINGLE]
    if parts:
        print("| | measured | beside it | ratio |\n|---|---|---|---|")
    for part in parts:
        for row in SINGLE[part]():
            print("| " + " | ".join(row) + " |", flush=True)


def _table(case: str, peers: Sequence[str], repeat: int) -> None:
    """CPU seconds of one case. The peers take turns, so that a busy minute hurts all of them."""
    hand = ["by_hand", *(["by_hand_kept"] if case == "frozen" else [])]
    runs: dict[str, list[Figures | str]] = {
        peer: [] for peer in ("netgraft", *([] if case == "second" else hand), *peers)
    }
    for _ in range(repeat):
        for peer, found in runs.items():
            found.append(_run(peer, case))
    print(f"{CASES[case]}\n\n| | epoch 1 | each later epoch | all 5 | times Netgraft's | last loss |")
    print("|---|---|---|---|---|---|")
    ours = _figures(runs["netgraft"])
    for peer, found in runs.items():
        print("| " + " | ".join(_row(peer, found, ours)) + " |", flush=True)
    print()


def _row(peer: str, runs: list[Figures | str], ours: Figures | None) -> Iterable[str]:
    figures = _figures(runs)
    if figures is None:
        return peer, f"could not run: {next(run for run in runs if isinstance(run, str))}", "", "", "", ""
    ratio = f"{figures['all'] / ours['all']:.1f}" if ours else ""
    times = (f"{figures['first']:.2f}", f"{figures['later']:.3f}", f"{figures['all']:.2f}")
    return figures["peer"], *times, ratio, f"{figures['loss']:.4f}"


def _figures(runs: list[Figures | str]) -> Figures | None:
    """The medians of several runs of one peer; None where none came to an end."""
    ended = [run for run in runs if not isinstance(run, str) and len(run["epochs"]) == 5]
    if not ended:
        return None
    return {
        "peer": ended[0]["peer"],
        "first": median(run["epochs"][0] for run in ended),
        "later": median(second for run in ended for second in run["epochs"][1:]),
        "all": median(sum(run["epochs"]) for run in ended),
        "loss": ended[0]["losses"][-1],
    }


def _run(peer: str, case: str) -> Figures | str:
    """One run in a process of its own: its figures, or why there are none."""
    script, *more = peer.split()
    file = str(HERE / "peers" / f"{script}.py")
    if peer == "netgraft":
        command = [sys.executable, "-m", "tests.benchmarks.netgraft_peer", case]
    elif script.startswith("by_hand"):
        command = [sys.executable, file, case]
    else:
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        command = ["uv", "run", "--quiet", "--no-project", "--python", python, "--script", file, *more, case]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1_800, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        return (done.stderr.strip().splitlines() or ["no output"])[-1][:120]
    found: Figures = json.loads(lines[-1])
    return found


def _forward() -> Iterable[Sequence[str]]:
    """The forward of a compiled document, by the number of nodes."""
    for way, ratios in _told("forward").items():
        sizes = "; ".join(f"{ratio:.2f} at {count}" for count, ratio in ratios.items())
        yield "forward of a compiled document, 3 to 500 nodes", "", way, sizes


def _first_loss() -> Iterable[Sequence[str]]:
    told = _told("first_loss")
    for said, key, beside in (
        ("click to first loss in a warm app, wall", "click", ""),
        ("click to first loss on the page, wall", "shown", ""),
        ("click to first loss in a warm app, CPU", "click_cpu", "_cpu"),
        ("getting that run ready while the Train tab is shown, CPU", "preparing", "_cpu"),
        ("the same run where nothing was ready, wall", "plain", ""),
        ("the same run where nothing was ready, CPU", "plain_cpu", "_cpu"),
    ):
        step = f"a forward and backward by hand, {told['step' + beside]:.2f} s"
        yield said, f"{told[key]:.2f} s", step, f"{told['ratio_' + key]:.2f}"


def _answering() -> Iterable[Sequence[str]]:
    told = _told("answering")
    beside = f"in a warm process, {told['in_process']:.0f} ms"
    for name, key in (("alone", "alone"), ("while a training runs", "training")):
        wait = told[f"{key}_median"]
        yield (
            f"answer to one sample, {name}, median",
            f"{wait:.0f} ms",
            beside,
            f"{wait / told['in_process']:.2f}",
        )


def _start() -> Iterable[Sequence[str]]:
    names = {
        "help": "`netgraft --help`",
        "first_check": "`netgraft check s12`, the first in a new data folder",
        "check": "`netgraft check s12`, later",
        "screen": "`app.py` to a screen",
        "page": "`app.py` to the builder",
    }
    for key, (wall, cpu) in _told("start").items():
        yield names[key], f"{wall:.2f} s", f"CPU {cpu:.2f} s", ""


def _checking() -> Iterable[Sequence[str]]:
    told = _told("checking", "--json", "--rounds", "5", "heads", "cold")
    rows = (
        ("check of an edited head behind ResNet-50", told["heads"]["head"], told["heads"]["head_ratio"]),
        ("check of an edit inside ResNet-50", told["heads"]["inside"], told["heads"]["inside_ratio"]),
        ("first check of ResNet-50", told["cold"]["check"], told["cold"]["ratio"]),
    )
    for name, spent, ratio in rows:
        yield name, f"{spent:.1f} ms", "torchinfo, times as long", f"{ratio:.1f}"


SINGLE = {
    "forward": _forward,
    "checking": _checking,
    "first_loss": _first_loss,
    "answering": _answering,
    "start": _start,
}


def _told(part: str, *words: str) -> dict[str, Any]:
    """The JSON that a benchmark of one part prints at its end."""
    command = [sys.executable, "-m", f"tests.benchmarks.{part}", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    text = done.stdout.strip()
    found: dict[str, Any] = json.loads(text if words else text.splitlines()[-1])
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


if __name__ == "__main__":
    main()
