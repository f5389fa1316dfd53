"""Kept features outlive a run, another head finds them, and any change upstream gives another key."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from builder import Document, add, connect, default_registry, freeze, set_param
from builder.data import Dataset, load
from builder.documents.document import Edit
from builder.documents.reading import dumps
from builder.fitting import fit, settings_of
from builder.fitting.feature_store import FeatureStore
from builder.fitting.network import Network
from builder.fitting.setup import dataset_of, run_of
from tests.test_proof import on_digits

REGISTRY = default_registry()
SETTINGS = {"data": "digits", "samples": 24, "batch": 8, "epochs": 2, "learning_rate": 0.01}
KEPT = "The features were kept from an earlier run"


def events(document: Document, folder: Path, **more: Any) -> list[dict[str, Any]]:
    return list(fit(document, settings=SETTINGS | more, device="cpu", features=folder))


def losses(run: list[dict[str, Any]]) -> list[float]:
    return [event["loss"] for event in run if event["event"] == "epoch"]


def looked_up(run: list[dict[str, Any]]) -> bool:
    return any(event.get("said", "").startswith(KEPT) for event in run)


def with_other_head() -> Document:
    document = add(on_digits("all"), "linear", "hidden", out_features=16)
    edges = tuple(edge for edge in document.edges if edge.target != "scores")
    document = connect(document.model_copy(update={"edges": edges}), "backbone.features", "hidden.x")
    return connect(document, "hidden.y", "scores.x")


@pytest.mark.parametrize("frozen", ["all", "layer3"])
def test_a_second_run_finds_the_features_and_learns_the_same(frozen: str, tmp_path: Path) -> None:
    first = events(on_digits(frozen), tmp_path)
    second = events(on_digits(frozen), tmp_path)
    assert not looked_up(first)
    assert looked_up(second)
    assert losses(second) == pytest.approx(losses(first), abs=1e-6)


def test_another_head_does_no_backbone_work_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events(on_digits("all"), tmp_path)

    def fail(*_: Any) -> None:
        raise AssertionError("the backbone ran")

    monkeypatch.setattr(Network, "fixed", fail)
    run = events(with_other_head(), tmp_path)
    assert run[-1]["event"] == "finished", run[-1]


def test_another_process_finds_them_too(tmp_path: Path) -> None:
    events(on_digits("all"), tmp_path / "features")
    (tmp_path / "head.json").write_text(dumps(with_other_head()), encoding="utf-8")
    code = f"""
from builder import load
from builder.fitting import fit
run = fit(load({str(tmp_path / "head.json")!r}), settings={SETTINGS!r}, device="cpu",
          features={str(tmp_path / "features")!r})
print([event["said"] for event in run if "said" in event])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert KEPT in done.stdout, done.stdout + done.stderr


def key(document: Document, data: Dataset | None = None, **more: Any) -> str:
    settings = settings_of(document, SETTINGS | more)
    run, _ = run_of(document, REGISTRY, dataset_of(settings, data), settings, "cpu")
    return run.key()


def edited(document: Document) -> Document:
    node = document.node("backbone")
    edit = Edit(do="replace", path="layer1.0.relu", block="gelu")
    return document.replace_node(node.model_copy(update={"edits": (edit,)}))


def resized(document: Document) -> Document:
    return set_param(document, "image", "size", 40)


def reseeded(document: Document) -> Document:
    return document.model_copy(update={"seed": 1})


def changed_pixel() -> Dataset:
    data = load("digits")
    column = data.columns["image"]
    values = column.values.copy()
    values[data.train[3], 0, 0, 0] ^= 1
    return replace(data, columns={**data.columns, "image": replace(column, values=values)}, fingerprints={})


UPSTREAM = {
    "weights": lambda: key(reseeded(on_digits("all"))),
    "network": lambda: key(on_digits("all", model="resnet34")),
    "preprocessing": lambda: key(resized(on_digits("all"))),
    "an edit inside": lambda: key(edited(on_digits("all"))),
    "what is used of it": lambda: key(on_map()),
    "where it is cut": lambda: key(on_digits("layer3")),
    "fewer rows": lambda: key(on_digits("all"), samples=23),
    "one pixel": lambda: key(on_digits("all"), changed_pixel()),
    "something in front": lambda: key(pooled_first()),
}


def on_map() -> Document:
    """The backbone's map, pooled, in place of its features."""
    document = on_digits("all")
    edges = tuple(edge for edge in document.edges if edge.target != "scores")
    document = add(document.model_copy(update={"edges": edges}), "global_average_pool", "pool")
    document = connect(document, "backbone.map", "pool.x")
    return connect(document, "pool.y", "scores.x")


def pooled_first() -> Document:
    document = on_digits("all")
    edges = tuple(edge for edge in document.edges if edge.target != "backbone")
    document = add(document.model_copy(update={"edges": edges}), "avg_pool2d", "small", kernel_size=1)
    return connect(connect(document, "image.image", "small.x"), "small.y", "backbone.image")


@pytest.fixture(scope="module")
def plain() -> str:
    return key(on_digits("all"))


@pytest.mark.parametrize("change", UPSTREAM.values(), ids=UPSTREAM.keys())
def test_any_change_upstream_gives_another_key(change: Any, plain: str) -> None:
    assert change() != plain


def test_another_state_of_the_code_gives_another_key(plain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.fitting.feature_keys.stamp", lambda: "another")
    assert key(on_digits("all")) != plain


@pytest.mark.parametrize(
    "change",
    [
        lambda: key(with_other_head()),
        lambda: key(set_param(on_digits("all"), "scores", "out_features", 12)),
        lambda: key(on_digits("all"), learning_rate=0.5, epochs=9, seed=4, batch=5),
        lambda: key(on_digits("all").model_copy(update={"title": "another"})),
    ],
    ids=["another head", "its width", "the settings", "the title"],
)
def test_what_comes_behind_does_not(change: Any, plain: str) -> None:
    assert change() == plain


def test_a_damaged_file_is_computed_anew(tmp_path: Path) -> None:
    first = events(on_digits("all"), tmp_path)
    (file,) = tmp_path.glob("*.safetensors")
    file.write_bytes(file.read_bytes()[:50])
    second = events(on_digits("all"), tmp_path)
    assert not looked_up(second)
    assert losses(second) == losses(first)
    assert looked_up(events(on_digits("all"), tmp_path))


def test_a_stopped_run_leaves_no_half_file(tmp_path: Path) -> None:
    asked = iter(range(100))
    list(
        fit(
            on_digits("all"),
            settings=SETTINGS,
            device="cpu",
            features=tmp_path,
            stop=lambda: next(asked) >= 1,
        )
    )
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_go_when_the_budget_is_spent(tmp_path: Path) -> None:
    store = FeatureStore(tmp_path, budget=10_000)
    for name in ("a", "b", "c"):
        draft = store.begin(name, {"x": ((1_000,), torch.float32)})
        draft.tensors["x"].copy_(torch.arange(1_000))
        draft.finish()
        store.get("a")
    store.tidy()
    assert {file.stem for file in tmp_path.iterdir()} == {"a", "c"}
    found = store.get("a")
    assert found is not None
    assert torch.equal(found["x"], torch.arange(1_000).float())
    assert not store.room_for(20_000)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.int64, torch.bool])
def test_every_type_comes_back(dtype: torch.dtype, tmp_path: Path) -> None:
    store = FeatureStore(tmp_path)
    assert store.room_for(100)
    values = (torch.rand(5, 3) * 4).to(dtype)
    draft = store.begin("a", {"x": ((5, 3), dtype), "y": ((2,), torch.float32)})
    draft.tensors["x"][:] = values
    draft.finish()
    found = store.get("a")
    assert found is not None
    assert torch.equal(found["x"], values)


def test_the_staged_run_keeps_each_stage_apart(tmp_path: Path) -> None:
    from builder.documents.training_lines import schedule_of

    document = freeze(on_digits(None), "backbone")
    staged = {"schedule": schedule_of("2: backbone.layer4")}
    events(document, tmp_path, **staged)
    assert len(list(tmp_path.glob("*.safetensors"))) == 2
    again, fresh = events(document, tmp_path, **staged), events(document, tmp_path / "fresh", **staged)
    assert looked_up(again)
    assert losses(again) == pytest.approx(losses(fresh), abs=1e-6)
