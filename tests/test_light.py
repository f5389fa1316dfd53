"""Nobody pays for a library that they do not use."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "torchvision", "transformers", "torch_geometric", "gradio", "sklearn", "pandas")

CASES = {
    "import builder": "import builder",
    "the help of the command line": """
from typer.testing import CliRunner
from builder.cli import cli
assert CliRunner().invoke(cli, ["--help"]).exit_code == 0
""",
    "the list of blocks": """
from typer.testing import CliRunner
from builder.cli import cli
assert CliRunner().invoke(cli, ["blocks", "--json"]).exit_code == 0
""",
    "a check of structure": """
from builder import Document, add, check
assert [p.code for p in check(add(Document(), "linear", "scores"))] == ["unconnected", "no_output"]
""",
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES.keys())
def test_stays_light(code: str) -> None:
    probe = f"{code}\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_the_engine_never_imports_gradio() -> None:
    code = """
import sys
sys.modules["gradio"] = None
import builder
from builder import Document, add, connect, plan, to_source
network = add(Document(), "vector_input", "numbers", width=4)
network = connect(add(network, "linear", "scores"), "numbers.vector", "scores.x")
network = connect(add(network, "class_output", "kind"), "scores.y", "kind.x")
assert plan(network).sound and "nn.Linear" in to_source(network)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
