"""Kept features seen by a sceptic: whatever stands in front, they are exact, or not kept, and it is said why."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from builder import Document, add, connect, freeze, set_param, tap
from builder.data import Column, Dataset
from builder.documents.document import Edit
from builder.fitting import filling, fit, keeping
from builder.fitting.feature_store import FeatureStore
from builder.ui.training.run_cards import notes as view_notes
from builder.ui.training.run_view import fold, fresh

SETTINGS = {"batch": 8, "epochs": 2, "learning_rate": 0.01}
KEPT = "The features were kept from an earlier run"
COUNT, TEST = 40, 8
Layer = tuple[str, dict[str, Any]]
"""A block and its parameters."""


def data() -> Dataset:
    """Pictures of 16 x 16, six numbers, and a class of three that both tell."""
    draw = np.random.default_rng(0)
    labels = np.arange(COUNT + TEST) % 3
    pictures = (draw.integers(0, 90, (COUNT + TEST, 16, 16, 3)) + labels[:, None, None, None] * 60).astype(
        np.uint8
    )
    numbers = (draw.normal(size=(COUNT + TEST, 6)) + labels[:, None]).astype(np.float32)
    columns = {
        "image": Column("image", pictures),
        "numbers": Column("vector", numbers),
        "kind": Column("label", labels, ("a", "b", "c")),
    }
    rows = np.arange(COUNT + TEST)
    return Dataset("made", "Made", columns, rows[:COUNT], rows[COUNT:], "kind")


def chain(*blocks: Layer, frozen: tuple[str, ...] = ("n0",)) -> Document:
    """Pictures -> these blocks n0, n1, ... -> mean -> three scores; some of them frozen."""
    document, last = add(Document(), "image_input", "image", size=16), "image.image"
    for place, (block, params) in enumerate(blocks):
        document = add(document, block, f"n{place}", **params)
        document = connect(document, last, f"n{place}.{'image' if block == 'small_resnet' else 'x'}")
        last = f"n{place}.{'map' if block == 'small_resnet' else 'y'}"
    document = connect(add(document, "global_average_pool", "pool"), last, "pool.x")
    document = scored(document, "pool.y")
    for node in frozen:
        document = freeze(document, node)
    return document


def scored(document: Document, source: str) -> Document:
    document = connect(add(document, "linear", "scores", out_features=3), source, "scores.x")
    return connect(add(document, "class_output", "kind"), "scores.y", "kind.x")


CONV: Layer = ("conv2d", {"out_channels": 8, "kernel_size": 3})
NORM: Layer = ("batch_norm2d", {})
DROP: Layer = ("dropout", {"p": 0.5})
BACKBONE: Layer = ("small_resnet", {})
BY_BATCH: Layer = ("batch_norm2d", {"affine": False, "track_running_stats": False})


def two_inputs() -> Document:
    """A frozen network over pictures beside a frozen layer over numbers, joined."""
    document = add(Document(), "image_input", "image", size=16)
    document = connect(add(document, "small_resnet", "see"), "image.image", "see.image")
    document = add(document, "vector_input", "numbers", width=6)
    document = connect(add(document, "linear", "read", out_features=8), "numbers.vector", "read.x")
    document = connect(add(document, "concat", "both"), "see.features", "both.xs")
    document = connect(document, "read.y", "both.xs")
    return freeze(freeze(scored(document, "both.y"), "see"), "read")


def half_learns() -> Document:
    """The same, but the numbers come fresh to a layer that learns."""
    document = two_inputs()
    return document.replace_node(document.node("read").model_copy(update={"freeze": None}))


def branches() -> Document:
    """A frozen network whose map and features both go on, by two ways."""
    document = add(Document(), "image_input", "image", size=16)
    document = connect(add(document, "small_resnet", "see"), "image.image", "see.image")
    document = connect(add(document, "conv2d", "look", out_channels=8), "see.map", "look.x")
    document = connect(add(document, "global_average_pool", "pool"), "look.y", "pool.x")
    document = connect(add(document, "concat", "both"), "see.features", "both.xs")
    document = connect(document, "pool.y", "both.xs")
    return freeze(scored(document, "both.y"), "see")


def tapped() -> Document:
    """A tap inside the frozen network, and nothing behind it."""
    document = add(Document(), "image_input", "image", size=16)
    document = connect(add(document, "small_resnet", "see"), "image.image", "see.image")
    document = connect(
        add(tap(document, "see", "layer2"), "global_average_pool", "pool"), "see.layer2", "pool.x"
    )
    return freeze(scored(document, "pool.y"), "see")


def edited(path: str, block: str) -> Document:
    document = chain(BACKBONE)
    edit = Edit(do="insert_after", path=path, block=block)
    return document.replace_node(document.node("n0").model_copy(update={"edits": (edit,)}))


def run(document: Document, **more: Any) -> list[dict[str, Any]]:
    given: dict[str, Any] = {"data": data(), "settings": SETTINGS, "device": "cpu"}
    return list(fit(document, **given | more))


def losses(events: list[dict[str, Any]]) -> list[float]:
    assert events[-1]["event"] == "finished", events[-1]
    return [event["loss"] for event in events if event["event"] == "epoch"]


def said(events: list[dict[str, Any]]) -> str:
    """What the page says of what is kept, when the run is over."""
    notes = view_notes(fold(fresh(), events))
    return unescape(notes)


EXACT = {
    "a backbone": (chain(BACKBONE), "n0 will run once"),
    "convolution and held statistics": (chain(CONV, NORM, frozen=("n0", "n1")), "n0 and n1 will run once"),
    "two inputs": (two_inputs(), "see and read will run once"),
    "one of two inputs learns": (half_learns(), "see will run once"),
    "two ways from one network": (branches(), "see will run once"),
    "a tap": (tapped(), "see will run once"),
    "an edit inside that learns": (edited("layer2", "squeeze_excitation"), "n0 up to layer2"),
    "dropout in front": (chain(DROP, BACKBONE, frozen=("n1",)), "n1: it comes after n0"),
    "statistics in front that follow the data": (
        chain(NORM, BACKBONE, frozen=("n1",)),
        "n1: it comes after n0, which is trained",
    ),
    "a frozen middle behind an adapter that learns": (
        chain(CONV, CONV, NORM, frozen=("n1", "n2")),
        "Nothing is kept: n1: it comes after n0, which is trained; n2: it comes after n1",
    ),
    "a frozen front and a frozen middle": (
        chain(CONV, CONV, CONV, frozen=("n0", "n2")),
        "n0 will run once; the features are kept for the other epochs. Not n2: it comes after n1",
    ),
    "a row depends on the others": (
        chain(CONV, BY_BATCH),
        "Nothing is kept: a row's features depend on the others of its batch.",
    ),
}


@pytest.mark.parametrize(("document", "words"), EXACT.values(), ids=EXACT.keys())
def test_the_losses_are_those_of_running_everything_each_time(
    document: Document, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = run(document)
    assert words in said(kept)
    monkeypatch.setattr(keeping.Features, "keep", lambda *_: iter(()))
    assert losses(kept) == pytest.approx(losses(run(document)), abs=1e-5)


def test_the_page_says_what_was_found_and_what_was_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(chain(BACKBONE), features=tmp_path)
    assert KEPT in said(run(chain(BACKBONE), features=tmp_path))
    monkeypatch.setattr(filling, "size_of", lambda *_: 10**12)
    monkeypatch.setattr(keeping, "size_of", lambda *_: 10**12)
    events = list(fit(chain(BACKBONE), data=data(), settings=SETTINGS, device="cpu"))
    assert "Nothing is kept: the features would need" in said(events)


def changed(column: str, change: Callable[[Any], None]) -> Dataset:
    """The data after values were changed in place, in an array that was used before."""
    change(DATA.columns[column].values)
    return DATA


DATA = data()
UPSTREAM: dict[str, Callable[[], dict[str, Any]]] = {
    "a pixel changed in place": lambda: {"data": changed("image", lambda values: values[3].fill(7))},
    "rows in another order": lambda: {"data": shuffled()},
    "another size of picture": lambda: {"document": set_param(chain(BACKBONE), "image", "size", 20)},
    "another scaling": lambda: {"document": set_param(chain(BACKBONE), "image", "scaling", "unit")},
    "other weights": lambda: {"document": set_param(chain(BACKBONE), "n0", "weights", "random")},
    "an edit": lambda: {"document": edited("layer1", "gelu")},
    "something in front": lambda: {
        "document": chain(("avg_pool2d", {"kernel_size": 1}), BACKBONE, frozen=("n1",))
    },
}


def shuffled() -> Dataset:
    """The same pictures and labels, the rows of the training part in another order."""
    order = np.concatenate([np.arange(COUNT)[::-1], np.arange(COUNT, COUNT + TEST)])
    columns = {name: replace(column, values=column.values[order]) for name, column in DATA.columns.items()}
    return replace(DATA, columns=columns)


@pytest.mark.parametrize("change", UPSTREAM.values(), ids=UPSTREAM.keys())
def test_what_was_kept_is_gone_when_anything_upstream_changes(
    change: Callable[[], dict[str, Any]], tmp_path: Path
) -> None:
    DATA.columns["image"].values[:] = data().columns["image"].values
    before = run(chain(BACKBONE), data=DATA, features=tmp_path)
    assert losses(before)
    given: dict[str, Any] = {"document": chain(BACKBONE), "data": DATA}
    given |= change()
    after = run(given["document"], data=given["data"], features=tmp_path)
    assert not any(event.get("said", "").startswith(KEPT) for event in after)
    assert losses(after) == losses(run(given["document"], data=given["data"]))


def test_dropout_that_is_put_in_front_takes_the_features_away(tmp_path: Path) -> None:
    run(chain(BACKBONE), features=tmp_path)
    count = len(list(tmp_path.iterdir()))
    document = chain(DROP, BACKBONE, frozen=("n1",))
    after = run(document, features=tmp_path)
    assert not any(event.get("said", "").startswith(KEPT) for event in after)
    assert len(list(tmp_path.iterdir())) == count


def test_the_same_bytes_in_another_form_are_other_data() -> None:
    plain = data()
    column = plain.columns["image"]
    wide = replace(column, values=column.values.reshape(COUNT + TEST, 8, 32, 3))
    other = replace(plain, columns={**plain.columns, "image": wide}, fingerprints={})
    assert other.fingerprint() != plain.fingerprint()


def test_a_store_without_room_keeps_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FeatureStore, "room_for", lambda *_: False)
    assert losses(run(chain(BACKBONE), features=tmp_path)) == losses(run(chain(BACKBONE)))
    assert list(tmp_path.iterdir()) == []
