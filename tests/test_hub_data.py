"""Data sets of the hub: the name, the missing package, and what is made of pictures and of tables.

The package that reads them is large and stays at home; its place is taken by a small one with the same functions.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from PIL import Image as Pictures

from builder import Refused
from builder.data import load
from builder.data.hub import on_the_hub


@dataclass(frozen=True)
class ClassLabel:
    names: Sequence[str]


class Image:
    """A column of pictures."""


class Value:
    """A column of texts or numbers."""


@dataclass(frozen=True)
class Part:
    """A part of a data set: its columns' kinds and its rows."""

    features: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: int) -> Mapping[str, Any]:
        return self.rows[place]


PICTURES = Part(
    {"image": Image(), "label": ClassLabel(("cat", "dog"))},
    [{"image": Pictures.new("L", (20, 30), 9 * place), "label": place % 2} for place in range(20)]
    + [{"image": Pictures.new("L", (20, 30)), "label": -1}],
)
OPINIONS = Part(
    {"text": Value(), "label": ClassLabel(("bad", "good")), "meta": Value()},
    [
        {"text": f"This is the sentence with number {place}.", "label": place % 2, "meta": {"a": 1}}
        for place in range(24)
    ],
)
LONELY = Part({"image": Image()}, [{"image": Pictures.new("L", (8, 8))}] * 8)
SETS = {"some/pictures": PICTURES, "some/opinions": OPINIONS, "some/lonely": LONELY}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """The hub's package with three sets in it; what it was asked for."""
    questions: list[dict[str, Any]] = []

    def load_dataset(**told: Any) -> dict[str, Part]:
        questions.append(told)
        if told["path"] not in SETS:
            raise ConnectionError("no network")
        return {"train": SETS[told["path"]]}

    def load_dataset_builder(**told: Any) -> Any:
        large = 5_000_000_000 if told["path"] == "some/large" else None
        return SimpleNamespace(info=SimpleNamespace(download_size=large))

    module = ModuleType("datasets")
    module.__spec__ = ModuleSpec("datasets", None)
    vars(module).update(
        ClassLabel=ClassLabel,
        Image=Image,
        load_dataset=load_dataset,
        load_dataset_builder=load_dataset_builder,
    )
    monkeypatch.setitem(sys.modules, "datasets", module)
    monkeypatch.setattr("builder.data.library._folder", lambda: tmp_path)
    return questions


def refused(name: str) -> Any:
    with pytest.raises(Refused) as caught:
        load(name)
    return caught.value.problem


def test_pictures_come_with_their_classes_and_a_split(asked: list[dict[str, Any]]) -> None:
    found = load("hub:some/pictures")
    assert found.name == "hub:some/pictures"
    assert found.columns["image"].values.shape == (20, 20, 20, 3)
    assert found.columns["label"].classes == ("cat", "dog")
    assert (len(found.train), len(found.test)) == (16, 4)
    assert "20 pictures" in found.notes[0]
    assert asked[0]["path"] == "some/pictures"
    assert asked[0]["name"] is None


def test_a_table_of_texts_is_read_as_ones_own(asked: list[dict[str, Any]]) -> None:
    found = load("hub:some/opinions:english")
    assert found.columns["text"].kind == "text"
    assert found.columns["label"].classes == ("bad", "good")
    assert set(found.columns) == {"text", "label"}  # what is neither text nor number is left out
    assert asked[0]["name"] == "english"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("hub:some/lonely", "data_file"),
        ("hub:some/large", "data_fetch"),
        ("hub:some/other", "data_fetch"),
        ("hub:../etc", "data_unknown"),
        ("hub:", "data_unknown"),
        ("hub:a b", "data_unknown"),
    ],
)
def test_what_cannot_be_had_is_explained(asked: list[dict[str, Any]], name: str, code: str) -> None:
    problem = refused(name)
    assert problem.code == code
    assert problem.next


def test_an_address_of_the_hub_is_a_name(asked: list[dict[str, Any]]) -> None:
    assert on_the_hub("https://huggingface.co/datasets/some/pictures/") == "hub:some/pictures"


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.data.hub.find_spec", lambda name: None)
    problem = refused("hub:some/pictures")
    assert problem.code == "missing_package"
    assert "pip install datasets" in problem.next
