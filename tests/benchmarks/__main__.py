"""Run the benchmarks and print the tables: ``python -m tests.benchmarks [--repeat 3] [--only frozen,stage,...]``."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = (
    "by_hand",
    "by_hand_kept",
    "skorch_net",
    "hf_trainer",
    "fastai_learner",
    "lightning_trainer",
    "keras_torch",
    "keras_jax",
)
CASES = ("frozen", "stage", "second", "forward")

Figures = dict[str, Any]


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--only", default=",".join(CASES), help="cases, with commas between them")
    parser.add_argument("--peers", default=",".join(PEERS), help="peers of the frozen case")
    asked = parser.parse_args()
    print(f"{platform.platform()}, {_processor()}, {os.cpu_count()} cores, {datetime.now(UTC):%Y-%m-%d}\n")
    for case in asked.only.split(","):
        if case == "forward":
            _forward()
        else:
            _table(case, asked.peers.split(",") if case == "frozen" else ["by_hand"], asked.repeat)


def _table(case: str, peers: list[str], repeat: int) -> None:
    """CPU seconds of one case. The peers take turns, so that a busy minute hurts all of them."""
    runs: dict[str, list[Figures | str]] = {peer: [] for peer in ("netgraft", *peers)}
    for _ in range(repeat):
        for peer, found in runs.items():
            found.append(_run(peer, case))
    print(f"### {case}\n\n| | epoch 1 | each later epoch | all 5 | times Netgraft | last loss |")
    print("|---|---|---|---|---|---|")
    ours = _figures(runs["netgraft"])
    for peer, found in runs.items():
        figures = _figures(found)
        if figures is None:
            print(f"| {peer} | could not run: {next(run for run in found if isinstance(run, str))} | | | | |")
            continue
        ratio = f"{figures['all'] / ours['all']:.1f}" if ours else ""
        print(
            f"| {figures['peer']} | {figures['first']:.2f} | {figures['later']:.3f} | {figures['all']:.2f} "
            f"| {ratio} | {figures['loss']:.4f} |",
            flush=True,
        )
    print()


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
    if peer == "netgraft":
        command = [sys.executable, "-m", "tests.benchmarks.netgraft_peer", case]
    else:
        command = [
            "uv",
            "run",
            "--quiet",
            "--no-project",
            "--script",
            str(HERE / "peers" / f"{peer}.py"),
            case,
        ]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1_800, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        return (done.stderr.strip().splitlines() or ["no output"])[-1][:120]
    found: Figures = json.loads(lines[-1])
    return found


def _forward() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.forward"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    ratios = json.loads(done.stdout.splitlines()[-1])
    print("### forward: compiled against written by hand\n\n| nodes | " + " | ".join(ratios) + " |")
    print("|---" * (len(ratios) + 1) + "|")
    print("| ratio | " + " | ".join(str(ratio) for ratio in ratios.values()) + " |\n", flush=True)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


if __name__ == "__main__":
    main()
