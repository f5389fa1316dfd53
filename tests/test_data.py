"""Data: the sets that ship, and those that libraries fetch."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from builder.data import SOURCES, like, load, measured
from builder.problem import Refused

SHIPPED = {
    "digits": ("image", 1293, 504, 10),
    "halves": ("image", 1293, 504, 10),
    "letters": ("image", 1040, 520, 26),
    "grid_world": ("image", 672, 168, 4),
    "cameras": ("image", 1295, 502, 5),
    "spotting": ("image", 400, 150, 26),
    "sentiment": ("text", 450, 216, 3),
    "opinions": ("text", 400, 144, 2),
    "negations": ("text", 600, 288, 2),
    "karate": ("graph", 4, 30, 4),
    "wine": ("vector", 125, 53, 3),
    "breast_cancer": ("vector", 398, 171, 2),
}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_set_has_its_columns_and_a_split(name: str) -> None:
    kind, train, test, classes = SHIPPED[name]
    data = load(name)
    assert kind in {column.kind for column in data.columns.values()}
    assert (len(data.train), len(data.test)) == (train, test)
    assert not set(data.train) & set(data.test)
    counts = data.class_counts()
    assert len(counts["train"]) == classes
    assert min(counts["train"].values()) >= 1
    assert min(counts["test"].values()) >= 1
    assert {len(column) for column in data.columns.values()} == {train + test}


def test_every_listed_set_is_tested() -> None:
    assert set(SHIPPED) == set(SOURCES)


@pytest.mark.parametrize("name", ["letters", "digits"])
def test_loading_twice_gives_the_same_data(name: str) -> None:
    assert load(name).fingerprint() == load(name).fingerprint()


def test_a_fingerprint_follows_values_and_split() -> None:
    data = load("wine")
    before = data.fingerprint()
    assert data.limited(50).fingerprint() != before
    other = load("wine")
    other.columns["features"].values[0, 0] += 1
    assert other.fingerprint() != before


def test_digits_have_three_labels_and_ten_standardised_features() -> None:
    data = load("digits")
    digit = data.columns["digit"].values
    assert (data.columns["parity"].values == digit % 2).all()
    assert (data.columns["half"].values == digit // 2).all()
    features = data.columns["features"].values
    assert features.shape == (1797, 10)
    assert np.abs(features[data.train].mean(axis=0)).max() < 1e-3
    assert np.abs(features[data.train].std(axis=0) - 1).max() < 1e-3
    assert data.columns["image"].values.dtype == np.uint8


def test_any_first_part_of_the_training_rows_holds_every_class() -> None:
    counts = load("digits").limited(100).class_counts()["train"]
    assert sum(counts.values()) == 100
    assert min(counts.values()) >= 8


def test_a_negation_turns_the_class_around_and_no_single_word_gives_it_away() -> None:
    data = load("negations")
    texts, classes = data.columns["text"].values, data.columns["opinion"].values
    assert classes[texts.index("The film was terrible.")] == 0
    assert classes[texts.index("The film was not terrible.")] == 1
    assert classes[texts.index("The film was not superb.")] == 0
    for word in ("not", "terrible", "superb", "never"):
        said = [
            classes[row]
            for row, text in enumerate(texts)
            if word in text.lower().split() or f"{word}." in text
        ]
        assert np.mean(said) == pytest.approx(0.5), word


def test_sentiment_tests_on_unseen_content_words() -> None:
    data = load("sentiment")
    texts = data.columns["text"].values

    def words(rows: np.ndarray) -> set[str]:
        return set(re.findall("[a-z]+", " ".join(texts[row] for row in rows).lower()))

    shared = words(data.train) & words(data.test)
    assert shared <= {
        "the",
        "is",
        "it",
        "was",
        "be",
        "a",
        "to",
        "of",
        "s",
        "had",
        "their",
        "that",
        "out",
        "as",
    }


def test_the_label_stands_for_the_usual_column() -> None:
    data = load("digits")
    assert data.column_name("label", ("label",)) == "digit"
    assert data.column_name("image", ("image",)) == "image"
    assert load("sentiment").column_name("text", ("text",)) == "text"


@pytest.mark.parametrize(
    ("asked", "kinds", "words"),
    [
        ("digitt", ("label",), ["digitt", "'digit'"]),
        ("features", ("label",), ["features", "vectors", "classes"]),
        ("colour", ("label",), ["colour", "parity"]),
    ],
    ids=["nearest name", "other kind", "what exists"],
)
def test_a_wrong_column_is_explained(asked: str, kinds: tuple[str, ...], words: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        load("digits").column(asked, kinds)  # type: ignore[arg-type]
    assert caught.value.problem.code == "data_column"
    for word in words:
        assert word in str(caught.value)


def test_an_unknown_set_names_the_nearest() -> None:
    with pytest.raises(Refused, match="digits"):
        load("digit")


def test_a_preview_shows_class_names() -> None:
    row = load("wine").preview(1)[0]
    assert row["grower"].startswith("grower ")
    assert len(row["features"]) == 13


def test_a_large_drawing_of_a_digit_becomes_what_the_set_holds() -> None:
    data = load("digits")
    for row in data.test[:20]:
        original = data.columns["image"].values[row]
        large = Image.fromarray(original).resize((240, 240), Image.Resampling.NEAREST)
        found = like("digits", large)
        assert found is not None
        assert found.shape == (8, 8, 3)
        assert np.corrcoef(found[..., 0].ravel(), original[..., 0].ravel())[0, 1] > 0.9


def test_dark_ink_on_paper_counts_like_bright_ink_on_black() -> None:
    pictures = []
    for paper, ink in (("white", "black"), ("black", "white")):
        picture = Image.new("RGB", (200, 200), paper)
        font = ImageFont.load_default(size=90)
        ImageDraw.Draw(picture).text((60, 120), "4", fill=ink, font=font, anchor="mm")
        pictures.append(like("letters", picture))
    first, second = pictures
    assert first is not None
    assert second is not None
    assert np.abs(first.astype(int) - second.astype(int)).max() <= 1
    assert first.max() > 200


def test_an_empty_picture_has_no_ink() -> None:
    found = like("digits", Image.new("RGB", (50, 50), "white"))
    assert found is not None
    assert not found.any()


def test_the_ten_features_can_be_measured_on_a_picture() -> None:
    data = load("digits")
    row = int(data.test[0])
    column = data.columns["features"]
    assert column.scale is not None
    large = Image.fromarray(data.columns["image"].values[row]).resize((80, 80), Image.Resampling.NEAREST)
    found = column.scale.apply(np.asarray(measured("digits", "features", large))[None])[0]
    assert np.abs(found - column.values[row]).mean() < 0.8
    assert measured("wine", "features", large) is None


def test_a_half_digit_has_its_upper_half_as_a_picture_and_its_lower_half_as_numbers() -> None:
    data, whole = load("halves"), load("digits")
    row = int(data.test[0])
    numbers, picture = data.columns["features"], whole.columns["image"].values[row]
    assert numbers.scale is not None
    assert np.array_equal(data.columns["image"].values[row][:4], picture[:4])
    assert not data.columns["image"].values[row][4:].any()
    raw = numbers.values[row] * np.array(numbers.scale.std) + np.array(numbers.scale.mean)
    assert raw.reshape(4, 4).sum() * 2 == pytest.approx(picture[4:, :, 0].sum() * 16 / 255, abs=0.5)


def test_a_whole_drawing_gives_both_halves() -> None:
    data = load("digits")
    row = int(data.test[0])
    large = Image.fromarray(data.columns["image"].values[row]).resize((80, 80), Image.Resampling.NEAREST)
    upper, lower = like("halves", large), measured("halves", "features", large)
    assert upper is not None
    assert upper[:4].any()
    assert not upper[4:].any()
    assert lower is not None
    assert lower.shape == (16,)


def test_a_library_gives_its_pictures_and_its_graphs_by_name() -> None:
    pictures, graph = load("torchvision:FakeData"), load("torch_geometric:KarateClub")
    assert pictures.columns["image"].values.shape == (300, 32, 32, 3)
    assert (len(pictures.train), len(pictures.test)) == (200, 100)
    assert graph.columns["graph"].values.nodes.shape == (34, 34)
    assert (len(graph.train), len(graph.test)) == (4, 30)


@pytest.mark.parametrize(
    "name", ["torchvision:os", "torchvision:Places365", "torch_geometric:../x", "torchvision:"]
)
def test_a_library_lists_what_it_has(name: str) -> None:
    with pytest.raises(Refused) as refused:
        load(name)
    assert refused.value.problem.code == "data_unknown"
    assert name.partition(":")[0] in refused.value.problem.expected


def test_a_set_that_cannot_be_fetched_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nowhere(*args: object, **options: object) -> None:
        raise ConnectionError("no network")

    monkeypatch.setattr("builder.data.library._folder", lambda: tmp_path)
    monkeypatch.setattr("torchvision.datasets.MNIST", nowhere)
    with pytest.raises(Refused) as refused:
        load("torchvision:MNIST")
    assert refused.value.problem.code == "data_fetch"


def test_a_data_set_of_a_library_is_meant_without_its_prefix() -> None:
    with pytest.raises(Refused) as refused:
        load("cifar10")
    assert "torchvision:CIFAR10" in refused.value.problem.next


def test_a_column_that_would_do_is_proposed() -> None:
    wine = load("wine")
    for kinds, said in ((("label",), "'grower'"), (("boxes",), "No column holds boxes")):
        with pytest.raises(Refused) as refused:
            wine.column("digits", kinds)
        assert said in refused.value.problem.next
