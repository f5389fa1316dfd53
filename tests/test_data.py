"""Data: the sets that ship, one's own folders, zips and tables, and the limits on all of them."""

import re
import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from builder.data import SOURCES, like, load, load_own, measured, read_picture
from builder.data.archive import unpack
from builder.data.csv_file import load_csv
from builder.data.folder import load_folder
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


# one's own images


def picture(path: Path, color: str = "red", size: tuple[int, int] = (20, 12)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).save(path)
    return path


@pytest.fixture
def animals(tmp_path: Path) -> Path:
    for name, color in (("cats", "red"), ("dögs", "blue")):
        for number in range(4):
            picture(tmp_path / "animals" / name / f"{number}.png", color)
    return tmp_path / "animals"


def test_a_folder_of_images_by_class(animals: Path) -> None:
    data = load_own(animals)
    assert data.columns["label"].classes == ("cats", "dögs")
    assert data.class_counts() == {"train": {"cats": 3, "dögs": 3}, "test": {"cats": 1, "dögs": 1}}
    assert data.columns["image"].values.shape == (8, 224, 224, 3)
    reds = data.columns["image"].values[data.columns["label"].values == 0]
    assert (reds[..., 0] == 255).all()
    assert (reds[..., 2] == 0).all()


def test_reading_tells_how_far_it_is(animals: Path) -> None:
    told: list[str] = []
    load_folder(animals, report=told.append)
    assert told == ["reading pictures: 0 of 8"]


def only_one_class(root: Path) -> None:
    for file in (root / "dögs").iterdir():
        file.unlink()
    (root / "dögs").rmdir()


def empty_class(root: Path) -> None:
    for file in (root / "cats").iterdir():
        file.unlink()


def wrong_extension(root: Path) -> None:
    (root / "cats" / "notes.docx").write_text("x")


def unreadable(root: Path) -> None:
    (root / "cats" / "broken.jpg").write_text("this is no picture")


def truncated(root: Path) -> None:
    whole = picture(root / "cats" / "cut.png", size=(200, 200))
    whole.write_bytes(whole.read_bytes()[:60])


def huge(root: Path) -> None:
    Image.new("1", (5000, 4000)).save(root / "cats" / "huge.png")


def a_link(root: Path) -> None:
    (root / "cats" / "link.png").symlink_to("/etc/hostname")


def svg(root: Path) -> None:
    (root / "cats" / "drawn.png").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")


@pytest.mark.parametrize(
    ("spoil", "code", "word"),
    [
        (only_one_class, "data_classes", "only one class"),
        (empty_class, "data_classes", "'cats' has no pictures"),
        (wrong_extension, "data_image", "notes.docx"),
        (unreadable, "data_image", "broken.jpg"),
        (truncated, "data_image", "cut.png"),
        (huge, "data_image", "5000 × 4000"),
        (a_link, "data_image", "link.png"),
        (svg, "data_image", "drawn.png"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_spoilt_folder_is_refused_by_name(animals: Path, spoil, code: str, word: str) -> None:  # type: ignore[no-untyped-def]
    spoil(animals)
    with pytest.raises(Refused) as caught:
        load_own(animals)
    assert caught.value.problem.code == code
    assert word in str(caught.value)
    assert caught.value.problem.next


@pytest.mark.parametrize("mode", ["CMYK", "L", "I;16", "P", "RGBA", "1", "LA"])
def test_pictures_of_every_mode_become_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("picture.tif" if mode in ("CMYK", "I;16") else "picture.png")
    Image.new(mode, (9, 7)).save(path)
    found = read_picture(path)
    assert (found.mode, found.size) == ("RGB", (9, 7))


def test_of_an_animation_the_first_frame_is_taken(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    assert read_picture(tmp_path / "moving.gif").getpixel((0, 0)) == (255, 0, 0)


def test_a_picture_of_more_than_ten_megabytes_is_refused() -> None:
    with pytest.raises(Refused, match="10 MB"):
        read_picture(b"\x89PNG" + bytes(10_000_001), name="fat.png")


# zips


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for file in folder.rglob("*"):
            archive.write(file, file.relative_to(folder.parent))
    return target


def test_a_zip_of_a_folder_reads_like_the_folder(animals: Path, tmp_path: Path) -> None:
    data = load_own(zipped(animals, tmp_path / "animals.zip"))
    assert data.title == "animals"
    assert data.columns["label"].classes == ("cats", "dögs")
    assert (data.columns["image"].values == load_own(animals).columns["image"].values).all()


def evil_entry(archive: zipfile.ZipFile) -> None:
    archive.writestr("../../evil.png", b"x")


def absolute_entry(archive: zipfile.ZipFile) -> None:
    archive.writestr("/tmp/evil.png", b"x")


def backslash_entry(archive: zipfile.ZipFile) -> None:
    archive.writestr("cats\\..\\..\\evil.png", b"x")


def link_entry(archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("cats/link.png")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(entry, "/etc/passwd")


def bomb_entry(archive: zipfile.ZipFile) -> None:
    archive.writestr("cats/bomb.png", bytes(20_000_000), compress_type=zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize(
    "spoil",
    [evil_entry, absolute_entry, backslash_entry, link_entry, bomb_entry],
    ids=lambda value: value.__name__,
)
def test_a_hostile_zip_writes_nothing(tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    file, target = tmp_path / "bad.zip", tmp_path / "out"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("cats/good.png", b"x")
        spoil(archive)
    with pytest.raises(Refused) as caught:
        unpack(file, target)
    assert caught.value.problem.code == "data_zip"
    assert not target.exists()
    assert not (tmp_path.parent / "evil.png").exists()


def test_a_zip_that_lies_about_its_size_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "lies.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("cats/large.png", bytes(3_000_000))
    monkeypatch.setattr("builder.data.archive.MAX_ZIP_BYTES", 1_000_000)
    monkeypatch.setattr("builder.data.archive._check", lambda entries: None)
    with pytest.raises(Refused, match="too large"):
        unpack(file, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"\x80\x04pickle", b"<html>"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "no.zip").write_bytes(content)
    with pytest.raises(Refused, match="cannot be unpacked"):
        load_own(tmp_path / "no.zip")


# tables


def table(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_table_of_texts_is_guessed(tmp_path: Path) -> None:
    rows = "\n".join(
        f'{n},"a long sentence, number {n}, with words",{"good" if n % 2 else "bad"}' for n in range(20)
    )
    data = load_own(table(tmp_path, f"id,review,label\n{rows}\n"))
    assert data.label == "label"
    assert data.columns["review"].kind == "text"
    assert data.columns["label"].classes == ("bad", "good")
    assert "features" not in data.columns


def test_a_table_of_numbers_is_guessed_and_standardised(tmp_path: Path) -> None:
    rows = "\n".join(f"{n};{n * 100};{n % 3}" for n in range(30))
    data = load_csv(table(tmp_path, f"width;height;species\n{rows}\n"))
    assert data.columns["features"].names == ("width", "height")
    assert data.columns["species"].classes == ("0", "1", "2")
    assert np.abs(data.columns["features"].values[data.train].mean(axis=0)).max() < 1e-5


def test_many_different_numbers_are_a_value_to_predict(tmp_path: Path) -> None:
    rows = "\n".join(f"{n},{n * 1.5 + 0.25}" for n in range(40))
    data = load_csv(table(tmp_path, f"size,price\n{rows}\n"), label="price")
    assert data.columns["price"].kind == "number"
    assert len(data.test) == 10


def test_rows_with_a_gap_are_left_out_and_counted(tmp_path: Path) -> None:
    data = load_csv(table(tmp_path, "a,label\n1,x\n2,y\n,x\n4,y\n5,x\n6,y\n"))
    assert len(data.columns["label"]) == 5
    assert any("1 of 6 rows" in note for note in data.notes)


@pytest.mark.parametrize(
    ("text", "chosen", "code", "word"),
    [
        ("", {}, "data_csv", "cannot be read"),
        ("a\n1\n2\n", {}, "data_csv", ""),
        ("a,label\n1,x\n2,x\n3,x\n4,x\n", {"label": "label"}, "data_classes", "nothing to tell apart"),
        ("a,label\n1,x\n2,x\n3,x\n4,y\n", {"label": "label"}, "data_classes", "single row"),
        ("a,label\n1,x\n2,y\n1,x\n2,y\n", {"label": "kind"}, "data_column", "'kind'"),
        (
            "a,label\nx,1\ny,0\nx,1\nz,0\n",
            {"label": "label", "numbers": ["a"]},
            "data_csv",
            "does not hold numbers",
        ),
        ("a,label\n1,x\n,y\n,x\n2,y\n", {"label": "label"}, "data_csv", "Too few rows"),
    ],
    ids=["empty", "one column", "one class", "lone row", "no such column", "no numbers", "gaps"],
)
def test_an_unusable_table_is_explained(
    tmp_path: Path, text: str, chosen: dict, code: str, word: str
) -> None:  # type: ignore[type-arg]
    with pytest.raises(Refused) as caught:
        load_csv(table(tmp_path, text), **chosen)
    assert caught.value.problem.code == code
    assert word in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", b"a,b\n\x80\x81,1\n"])
def test_a_table_in_another_encoding_is_explained(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(Refused, match="UTF-8"):
        load_own(tmp_path / "table.csv")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.pkl").write_bytes(b"\x80\x04")
    with pytest.raises(Refused, match=r"\.pkl"):
        load_own(tmp_path / "model.pkl")


# graphs, pictures in a table, and the sets of libraries


def graph_files(
    folder: Path, *, edges: str = "a,b\nb,c\nc,a\nd,e\ne,f\na,b\nb,b\n", classes: str = "xxxyyy"
) -> Path:
    folder.mkdir()
    rows = "".join(
        f"{node},{place},{kind}\n" for place, (node, kind) in enumerate(zip("abcdef", classes, strict=True))
    )
    (folder / "nodes.csv").write_text("id,weight,label\n" + rows)
    (folder / "edges.csv").write_text("from,to\n" + edges)
    return folder


def test_two_tables_are_a_graph_with_every_edge_in_both_directions(tmp_path: Path) -> None:
    data = load_own(graph_files(tmp_path / "club"))
    graph = data.columns["graph"].values
    assert data.is_graph
    assert graph.nodes.shape == (6, 1)
    assert graph.edges.shape == (2, 10)
    assert {tuple(edge) for edge in graph.edges.T} == {tuple(edge[::-1]) for edge in graph.edges.T}
    assert any("2 edges are left out" in note for note in data.notes)
    assert set(data.train) | set(data.test) == set(range(6))


def test_a_node_without_a_class_is_neither_learnt_from_nor_tested(tmp_path: Path) -> None:
    folder = graph_files(tmp_path / "club")
    (folder / "nodes.csv").write_text("id,label\na,x\nb,x\nc,\nd,y\ne,y\nf,\n")
    data = load_own(folder)
    assert set(data.train) | set(data.test) == {0, 1, 3, 4}
    assert np.array_equal(data.columns["graph"].values.nodes, np.eye(6))


@pytest.mark.parametrize(
    ("edges", "classes", "code", "word"),
    [("a,z\n", "xxxyyy", "data_graph", "'z' in line 2"), ("a,b\n", "xxxxxx", "data_classes", "x: 6")],
)
def test_an_unsound_graph_is_explained(
    tmp_path: Path, edges: str, classes: str, code: str, word: str
) -> None:
    with pytest.raises(Refused) as refused:
        load_own(graph_files(tmp_path / "club", edges=edges, classes=classes))
    assert refused.value.problem.code == code
    assert word in refused.value.problem.got


def table_with_pictures(folder: Path) -> Path:
    for number in range(8):
        picture(folder / "pictures" / f"{number}.png", "red" if number % 2 else "blue")
    rows = "".join(f"pictures/{number}.png,{number * 1.5},{'ab'[number % 2]}\n" for number in range(8))
    (folder / "table.csv").write_text("file,weight,label\n" + rows)
    return folder


def test_a_table_that_names_pictures_gives_pictures_and_numbers(tmp_path: Path) -> None:
    data = load_own(table_with_pictures(tmp_path / "fruit"))
    kinds = {name: column.kind for name, column in data.columns.items()}
    assert kinds == {"label": "label", "image": "image", "features": "vector"}
    assert data.columns["features"].names == ("weight",)
    assert data.columns["image"].values[0, 0, 0].tolist() == [0, 0, 255]
    assert data.columns["image"].values[1, 0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("name", ["missing.png", "../outside.png", "/etc/passwd.png"])
def test_a_picture_that_is_not_beside_its_table_is_named(tmp_path: Path, name: str) -> None:
    folder = table_with_pictures(tmp_path / "fruit")
    picture(tmp_path / "outside.png")
    text = (folder / "table.csv").read_text().replace("pictures/3.png", name)
    (folder / "table.csv").write_text(text)
    with pytest.raises(Refused) as refused:
        load_own(folder)
    assert refused.value.problem.code == "data_image"
    assert "line 5" in refused.value.problem.got


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
