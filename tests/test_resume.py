"""Going on: a run that was stopped anywhere ends as an unbroken one, and a bad checkpoint is told apart."""

from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file
from typer.testing import CliRunner

from builder import Document, add, connect
from builder.cli import cli
from builder.documents.reading import save
from builder.documents.training_lines import rates_of, schedule_of
from builder.fitting import epochs, fit, settings_of
from builder.fitting.kept_checkpoints import checkpoints
from tests.test_fit import mlp, with_dropout

SETTINGS = {"data": "wine", "epochs": 4, "batch": 32, "learning_rate": 0.01}


def run(document: Document, folder: Path, *, steps: int = 10**6, **more: Any) -> list[dict[str, Any]]:
    """A run in a folder that is stopped after so many steps."""
    asked = iter(range(10**9))
    settings = SETTINGS | more.pop("settings", {})
    return list(
        fit(
            document,
            settings=settings,
            device="cpu",
            stop=lambda: next(asked) >= steps,
            checkpoint=folder,
            **more,
        )
    )


def staged() -> Document:
    """Frozen in front until the third epoch, with a learning rate of its own."""
    lines = {"schedule": schedule_of("3: front"), "rates": rates_of("front: 0.5"), "epochs": 4}
    document = mlp(frozen_front=True)
    return document.model_copy(update={"training": settings_of(document, lines).training})


@pytest.mark.parametrize("steps", [3, 4, 6, 8, 13])
@pytest.mark.parametrize("document", [with_dropout, staged], ids=["dropout", "staged"])
@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
def test_a_stopped_run_goes_on_as_if_it_had_not_been(
    document: Any, steps: int, optimiser: str, tmp_path: Path
) -> None:
    chosen = {"optimiser": optimiser}
    whole = run(document(), tmp_path / "whole", settings=chosen)
    broken = run(document(), tmp_path / "broken", steps=steps, settings=chosen)
    assert broken[-1]["stopped"]
    assert len(checkpoints(tmp_path / "broken")) == 1
    again = run(document(), tmp_path / "again", settings=chosen, resume=tmp_path / "broken")
    assert again[-1]["event"] == "finished", again[-1]
    weights = load_file(tmp_path / "whole" / "model.safetensors")
    for name, tensor in load_file(tmp_path / "again" / "model.safetensors").items():
        assert tensor.equal(weights[name]), name
    told = [[event["loss"] for event in events if event["event"] == "epoch"] for events in (whole, again)]
    assert told[0] == pytest.approx(told[1], abs=1e-12)
    assert {event["epochs"] for event in again if "epochs" in event} == {4}
    assert again[-1]["test"] == whole[-1]["test"]
    assert again[-1]["proof"] == whole[-1]["proof"]
    assert checkpoints(tmp_path / "again") == []


def test_a_run_writes_while_it_goes_on_and_keeps_three(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(epochs, "CHECKPOINT_SECONDS", 0.0)
    run(mlp(), tmp_path, steps=7)
    assert [file.stem for file in checkpoints(tmp_path)] == [
        "00001-0000003",
        "00001-0000002",
        "00001-0000001",
    ]


def test_a_damaged_checkpoint_gives_way_to_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(epochs, "CHECKPOINT_SECONDS", 0.0)
    run(mlp(), tmp_path, steps=7)
    newest = checkpoints(tmp_path)[0]
    newest.write_bytes(newest.read_bytes()[:100])
    events = run(mlp(), tmp_path / "again", resume=tmp_path)
    assert events[-1]["event"] == "finished"
    assert any("step 3" in event.get("said", "") for event in events)


@pytest.mark.parametrize(
    "changes",
    [{"learning_rate": 0.02}, {"batch": 16}, {"seed": 1}, {"samples": 50}],
    ids=str,
)
def test_another_run_s_checkpoint_is_refused(changes: dict[str, Any], tmp_path: Path) -> None:
    run(mlp(), tmp_path, steps=5)
    last = run(mlp(), tmp_path / "again", resume=tmp_path, settings=changes)[-1]
    assert (last["event"], last["problem"]["code"]) == ("failed", "other_run")


def test_another_network_s_checkpoint_is_refused(tmp_path: Path) -> None:
    run(mlp(), tmp_path, steps=5)
    last = run(mlp(norm=True), tmp_path / "again", resume=tmp_path)[-1]
    assert last["problem"]["code"] == "other_run"


def test_a_run_may_go_on_for_longer(tmp_path: Path) -> None:
    run(mlp(), tmp_path, steps=5)
    events = run(mlp(), tmp_path, resume=tmp_path, settings={"epochs": 6})
    assert [event["epoch"] for event in events if event["event"] == "epoch"] == [1, 2, 3, 4, 5, 6]


def test_without_a_checkpoint_there_is_nothing_to_go_on_from(tmp_path: Path) -> None:
    assert run(mlp(), tmp_path, resume=tmp_path)[-1]["problem"]["code"] == "no_checkpoint"


def test_a_full_disk_leaves_the_old_checkpoint_and_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(mlp(), tmp_path, steps=5)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage(10**9, 10**9, 1_000))
    last = run(mlp(), tmp_path, steps=7, settings={"epochs": 9})[-1]
    assert (last["event"], last["problem"]["code"]) == ("failed", "disk_full")
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_the_command_goes_on(tmp_path: Path) -> None:
    file, folder = tmp_path / "wine.json", tmp_path / "out"
    document = mlp()
    save(document.model_copy(update={"training": settings_of(document, SETTINGS).training}), file)
    run(mlp(), folder, steps=6)
    done = CliRunner().invoke(cli, ["train", str(file), "--output", str(folder), "--resume"])
    assert done.exit_code == 0, done.output
    assert "Going on from epoch 2, step 3." in done.output
    assert CliRunner().invoke(cli, ["train", str(file), "--resume"]).exit_code == 2


def test_convolutions_go_on_with_their_running_means_laid_out_as_they_are(tmp_path: Path) -> None:
    document = add(Document(), "image_input", "source", size=8)
    document = add(add(document, "conv2d", "first", out_channels=4), "conv2d", "second", out_channels=4)
    document = add(add(document, "global_average_pool", "pool"), "linear", "scores", out_features=10)
    document = add(document, "class_output", "digit")
    wires = (
        "source.image>first.x",
        "first.y>second.x",
        "second.y>pool.x",
        "pool.y>scores.x",
        "scores.y>digit.x",
    )
    for wire in wires:
        document = connect(document, *wire.split(">"))
    chosen = {"data": "digits", "samples": 48, "batch": 16, "epochs": 3}
    whole = run(document, tmp_path / "whole", settings=chosen)
    run(document, tmp_path / "broken", steps=4, settings=chosen)
    again = run(document, tmp_path / "again", settings=chosen, resume=tmp_path / "broken")
    losses = [[event["loss"] for event in told if event["event"] == "epoch"] for told in (whole, again)]
    assert losses[0] == losses[1]
