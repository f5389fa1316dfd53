"""Plans on the disk: the same as fresh ones, gone with any change, and never the cause of a fault."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builder import load, plan, set_param
from builder.documents.examples import example_path, examples
from builder.planning.kept_plans import KeptPlans
from builder.planning.plan_cache import Cache
from builder.planning.planned import NodePlan
from builder.planning.tagged import Tagged
from tests.networks import line


class Kept(KeptPlans):
    """Counts what was asked for and found, and what was not."""

    found = 0
    missed = 0

    def get(self, key: object) -> NodePlan | None:
        plan = super().get(key)
        self.found += plan is not None
        self.missed += plan is None
        return plan


@pytest.mark.parametrize("name", [example.id for example in examples()])
def test_the_plans_of_an_example_come_back_as_they_were(name: str, tmp_path: Path) -> None:
    document = load(str(example_path(name)))
    fresh = plan(document, cache=Cache(shelf=KeptPlans(tmp_path)))
    shelf = Kept(tmp_path)
    again = plan(document, cache=Cache(shelf=shelf))
    assert shelf.found
    assert not shelf.missed
    assert (again.nodes, again.specs, again.problems) == (fresh.nodes, fresh.specs, fresh.problems)


def test_a_second_check_needs_no_torch(tmp_path: Path) -> None:
    code = """
import sys
from typer.testing import CliRunner
from builder.cli import cli
done = CliRunner().invoke(cli, ["check", "s12"])
assert done.exit_code == 0, done.output
print("torch" in sys.modules, "24,560,975" in done.output)
"""
    said = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"NETGRAFT_DATA": str(tmp_path)},
        )
        said.append(done.stdout.split())
    assert said == [["True", "True"], ["False", "True"]]


def test_what_has_a_problem_is_planned_again(tmp_path: Path) -> None:
    broken = set_param(line(), "scores", "in_features", 12)
    plan(broken, cache=Cache(shelf=KeptPlans(tmp_path)))
    shelf = Kept(tmp_path)
    (problem,) = plan(broken, cache=Cache(shelf=shelf)).problems
    assert (problem.code, problem.node, shelf.found, shelf.missed) == ("features", "scores", 1, 1)


def test_another_parameter_is_another_plan(tmp_path: Path) -> None:
    plan(line(), cache=Cache(shelf=KeptPlans(tmp_path)))
    wider = plan(set_param(line(), "scores", "out_features", 7), cache=Cache(shelf=KeptPlans(tmp_path)))
    assert wider.specs["scores", "y"].text == "B × 7"


def test_another_state_of_our_code_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(line(), cache=Cache(shelf=KeptPlans(tmp_path)))
    monkeypatch.setattr("builder.planning.kept_plans.stamp", lambda: "another")
    shelf = Kept(tmp_path)
    plan(line(), cache=Cache(shelf=shelf))
    assert shelf.found == 0
    assert [file.name for file in tmp_path.iterdir()] == ["plans-another.db"]


@pytest.mark.parametrize("rubbish", [b"", b"no database at all" * 100], ids=["empty", "rubbish"])
def test_a_damaged_file_costs_time_and_nothing_else(rubbish: bytes, tmp_path: Path) -> None:
    plan(line(), cache=Cache(shelf=KeptPlans(tmp_path)))
    (file,) = tmp_path.iterdir()
    file.write_bytes(rubbish)
    assert plan(line(), cache=Cache(shelf=KeptPlans(tmp_path))).sound


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "plans").write_text("a file where the folder would be")
    assert plan(line(), cache=Cache(shelf=KeptPlans(tmp_path / "plans"))).sound


def test_nothing_but_the_listed_classes_is_written_or_read() -> None:
    with pytest.raises(TypeError, match="object"):
        Tagged(()).dumps(object())
    with pytest.raises(KeyError):
        Tagged(()).loads('{"class": "Path", "parts": {}}')
