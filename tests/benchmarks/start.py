"""How long a person waits for the command line and for the page. Wall and CPU seconds of processes of their own.

    python -m tests.benchmarks.start [--rounds 3]

The help, the check of a ResNet-50 with two heads (first in an empty data folder, then again), and the page: until
something is on the screen, and until the builder itself answers.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

import psutil

ROOT = Path(__file__).parents[2]
Seconds = tuple[float, float]


def command(*words: str, data: str) -> Seconds:
    """Wall and CPU seconds of a command of ours."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    line = [sys.executable, "-c", "from builder.cli import main; main()", *words]
    subprocess.run(line, cwd=ROOT, env=_environment(data), stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def page(data: str) -> tuple[Seconds, Seconds]:
    """Seconds from the start of the app until its screen answers, and until the builder does."""
    began = time.perf_counter()
    line = [sys.executable, "app.py", "--port", "0"]
    process = subprocess.Popen(line, cwd=ROOT, env=_environment(data), stdout=subprocess.DEVNULL)
    try:
        port = _port(process.pid)
        screen: Seconds | None = None
        while True:
            answer = _asked(port)
            if answer and screen is None:
                screen = time.perf_counter() - began, _spent(process.pid)
            if answer == 200:
                assert screen is not None
                return screen, (time.perf_counter() - began, _spent(process.pid))
            time.sleep(0.02)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _port(pid: int) -> int:
    """The port on which a process listens, once it does."""
    while True:
        for connection in psutil.Process(pid).net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN:
                return int(connection.laddr[1])
        time.sleep(0.02)


def _asked(port: int) -> int:
    """The status of the page; 0 where nothing answers yet."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _spent(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def _environment(data: str) -> dict[str, str]:
    return os.environ | {"NETGRAFT_DATA": data, "PYTHONPATH": str(ROOT)}


def measured(rounds: int) -> dict[str, Seconds]:
    """The medians; each page has an empty data folder, and all but the first check share one."""
    rows: dict[str, list[Seconds]] = {}
    with tempfile.TemporaryDirectory() as data:
        command("--help", data=data)  # the files are in memory from now on
        for _ in range(rounds):
            rows.setdefault("help", []).append(command("--help", data=data))
        rows["first_check"] = [command("check", "s12", data=data)]
        for _ in range(rounds):
            rows.setdefault("check", []).append(command("check", "s12", data=data))
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as data:
            screen, builder = page(data)
            rows.setdefault("screen", []).append(screen)
            rows.setdefault("page", []).append(builder)
    return {name: _medians(found) for name, found in rows.items()}


def _medians(rows: list[Seconds]) -> Seconds:
    return round(median(wall for wall, _ in rows), 2), round(median(cpu for _, cpu in rows), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    print(json.dumps(measured(parser.parse_args().rounds)), flush=True)


if __name__ == "__main__":
    main()
