"""What the README claims, this runs: its Python, its commands, its totals and its example block."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from builder import Block, Registry, load, plan
from builder.cli import cli
from builder.documents.examples import examples

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_its_python_runs_and_prints_what_its_comments_say(capsys: pytest.CaptureFixture[str]) -> None:
    scope: dict[str, object] = {}
    for code in PYTHON:
        exec(compile(code, "README.md", "exec"), scope)
    printed = capsys.readouterr().out.splitlines()
    said = re.findall(r"^ *print\(.*\) +# (.+)$", "\n".join(PYTHON), flags=re.MULTILINE)
    assert len(said) >= 4
    assert [line for line in said if line not in printed] == []


def test_its_example_block_can_be_registered() -> None:
    scope: dict[str, object] = {}
    exec(compile(PYTHON[-1], "README.md", "exec"), scope)
    block = scope["Shrink"]
    assert isinstance(block, type)
    assert issubclass(block, Block)
    registry = Registry()
    registry.add("shrink", "activations", block())
    assert registry.catalogue()["blocks"][0]["sentence"].startswith("Set small values to zero")


def test_its_commands_exist_with_the_options_named() -> None:
    rows = re.findall(r"^\| `netgraft (\w+)([^`]*)`", README, flags=re.MULTILINE)
    assert {name for name, _ in rows} == {
        "serve",
        "check",
        "look",
        "compare",
        "summary",
        "export",
        "train",
        "blocks",
        "examples",
        "lessons",
    }
    for name, rest in rows:
        text = CliRunner().invoke(cli, [name, "--help"], terminal_width=200).output
        for option in re.findall(r"--?[a-z]+", rest):
            assert option in text, (name, option)


def test_its_table_of_systems_is_what_the_examples_count() -> None:
    rows = re.findall(r"^\| (S\d\d) \|[^|]*\| ([\d,]+) \| ([\d,]+) \|", README, flags=re.MULTILINE)
    counted = []
    for example in examples():
        size = plan(load(example.path)).size
        counted.append((example.system, f"{size.parameters:,}", f"{size.trainable:,}"))
    assert sorted(rows) == sorted(counted)


def test_its_folders_and_pictures_exist() -> None:
    paths = re.findall(r"`((?:builder|blocks|assets|tests|\.ci)/[\w./]*)`", README) + re.findall(
        r"\]\((assets/[^)]+)\)", README
    )
    assert len(paths) > 6
    assert [path for path in paths if not (ROOT / path).exists()] == []
