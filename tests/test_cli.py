"""The command line, as a person or a script uses it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from builder import save, set_param
from builder.cli import cli
from tests.networks import line


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    save(line(), tmp_path / "sound.json")
    return tmp_path / "sound.json"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    save(set_param(line(), "scores", "in_features", 12), tmp_path / "broken.json")
    return tmp_path / "broken.json"


def test_help_names_every_command() -> None:
    text = run("--help").output
    assert all(
        name in text for name in ("serve", "check", "summary", "export", "train", "blocks", "examples")
    )


def test_check_of_a_sound_document(sound: Path) -> None:
    done = run("check", str(sound), "--json")
    assert done.exit_code == 0
    assert json.loads(done.output) == {
        "ok": True,
        "problems": [],
        "shapes": {"numbers.vector": "B × 13", "scores.y": "B × 3"},
        "parameters": {"total": 42, "trainable": 42},
    }


def test_check_of_a_broken_document_explains_and_offers_a_fix(broken: Path) -> None:
    done = run("check", str(broken))
    assert done.exit_code == 1
    assert "error: scores.x" in done.output
    assert "fix 1" in done.output
    (problem,) = json.loads(run("check", str(broken), "--json").output)["problems"]
    assert (problem["code"], problem["node"], problem["port"]) == ("features", "scores", "x")
    assert problem["fixes"][0]["leads_to"] == "B × 3"


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": "netgraft", "version": 2}'], ids=["empty", "list", "version"]
)
def test_an_unreadable_file_exits_with_two(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.json").write_text(text)
    assert run("check", str(tmp_path / "bad.json")).exit_code == 2
    done = run("check", str(tmp_path / "bad.json"), "--json")
    assert done.exit_code == 2
    assert json.loads(done.output)["ok"] is False


def test_a_missing_file_exits_with_two(tmp_path: Path) -> None:
    assert run("summary", str(tmp_path / "none.json")).exit_code == 2


def test_summary_holds_our_table_and_that_of_torchinfo(sound: Path) -> None:
    text = run("summary", str(sound)).output
    assert "B × 3" in text
    assert "Total params: 42" in text


def test_export_writes_a_file_that_runs(sound: Path, tmp_path: Path) -> None:
    assert run("export", str(sound), "-o", str(tmp_path / "network.py")).exit_code == 0
    code = "import torch, network; print(tuple(network.build()(torch.zeros(2, 13)).shape))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "(2, 3)", done.stderr


def test_export_of_a_broken_document_says_why(broken: Path) -> None:
    done = run("export", str(broken))
    assert done.exit_code == 1
    assert "class Net" not in done.output


def test_train_prints_metrics_baseline_and_proof() -> None:
    done = run("train", "s03", "--epochs", "2", "--json")
    assert done.exit_code == 0
    result = json.loads(done.output)
    assert result["ok"] is True
    assert set(result["test"]) == set(result["baseline"])
    assert result["parameters"] == 628
    assert "frozen" in result["proof"]["said"]


def test_train_on_data_that_does_not_exist_is_explained(sound: Path) -> None:
    done = run("train", str(sound), "--data", "no_such_data", "--json")
    assert done.exit_code == 1
    (problem,) = json.loads(done.output)["problems"]
    assert "no_such_data" in problem["said"] + problem["got"]


def test_blocks_and_examples_are_lists_for_programs() -> None:
    blocks = json.loads(run("blocks", "--json").output)
    assert {"linear", "conv2d", "torchvision", "minilm"} <= {block["id"] for block in blocks["blocks"]}
    rows = json.loads(run("examples", "--json").output)
    assert {"S01", "S03", "S04", "S12", "S16"} <= {row["system"] for row in rows}
    assert all(set(row) >= {"id", "title", "system", "path"} and Path(row["path"]).is_file() for row in rows)


def test_a_fix_is_written_to_a_file_of_its_own(broken: Path, tmp_path: Path) -> None:
    mended = tmp_path / "mended.json"
    before = broken.read_text()
    done = run("check", str(broken), "--fix", "1", "-o", str(mended))
    assert done.exit_code == 0
    assert "sound" in done.output
    assert broken.read_text() == before
    assert run("check", str(mended)).exit_code == 0


def test_a_fix_replaces_a_file_only_when_asked(broken: Path) -> None:
    before = broken.read_text()
    done = run("check", str(broken), "--fix", "1", "-o", str(broken))
    assert done.exit_code == 2
    assert "--overwrite" in done.output
    told = json.loads(run("check", str(broken), "--fix", "1", "-o", str(broken), "--json").output)
    assert told["problems"][0]["code"] == "file_exists"
    assert broken.read_text() == before
    assert run("check", str(broken), "--fix", "1", "-o", str(broken), "--overwrite").exit_code == 0
    assert run("check", str(broken)).exit_code == 0


def test_fixes_are_numbered_over_all_problems_and_a_wrong_number_is_told(tmp_path: Path) -> None:
    file = tmp_path / "two.json"
    save(set_param(set_param(line(), "scores", "in_feature", 12), "kind", "los", "mse"), file)
    problems = json.loads(run("check", str(file), "--json").output)["problems"]
    numbers = [fix["number"] for problem in problems for fix in problem["fixes"]]
    assert len(problems) == 2
    assert numbers == list(range(1, len(numbers) + 1))
    assert f"fix {numbers[-1]}:" in run("check", str(file)).output
    done = run("check", str(file), "--fix", "99", "--json")
    assert done.exit_code == 2
    assert json.loads(done.output)["problems"][0]["code"] == "no_fix"


def test_a_check_explains(broken: Path) -> None:
    text = run("check", str(broken)).output
    assert "The number of features does not fit. Features stand on the last axis." in " ".join(text.split())


def test_a_look_at_no_wire_is_refused_as_data_where_data_is_asked_for(sound: Path) -> None:
    done = run("look", str(sound), "nobody.y", "--json")
    assert done.exit_code == 1
    told = json.loads(done.output)
    assert not told["ok"]
    assert "nobody" in told["problems"][0]["said"]


@pytest.mark.parametrize("place", ["no/such/folder/out.json", "."])
def test_a_file_that_cannot_be_written_is_a_problem(place: str, broken: Path, tmp_path: Path) -> None:
    for command in (["export", "s12"], ["check", str(broken), "--fix", "1", "--overwrite"]):
        done = run(*command, "-o", str(tmp_path / place))
        assert done.exit_code == 2
        assert "cannot be written" in done.stderr
        assert "Errno" not in done.output
    told = json.loads(run(*command, "-o", str(tmp_path / place), "--json").stdout)
    assert told["problems"][0]["code"] == "file_write"
