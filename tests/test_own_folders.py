"""One's own pictures: a folder by class, or a zip of one, and the limits on both."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from builder.data import load_own, read_picture, sent_picture
from builder.data.archive import unpack
from builder.data.folder import load_folder
from builder.data.pictures_of_files import Reading
from builder.problem import Refused
from tests.pictures import picture


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
    load_folder(animals, how=Reading(told.append))
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


@pytest.mark.parametrize("text", ["no picture", "YQ", "é"])
def test_a_picture_that_arrives_as_no_base64_is_asked_for_again(text: str) -> None:
    with pytest.raises(Refused, match="did not arrive"):
        sent_picture(text)


def test_a_picture_of_more_than_ten_megabytes_is_refused() -> None:
    with pytest.raises(Refused, match="10 MB"):
        read_picture(b"\x89PNG" + bytes(10_000_001), name="fat.png")


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


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_is_damaged_inside_is_refused(tmp_path: Path, method: int) -> None:
    """Each way of packing raises errors of its own kind."""
    file, packed = tmp_path / "damaged.zip", io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("cats/1.png", bytes(range(256)) * 40)
        begin = 30 + len("cats/1.png")
    whole = packed.getvalue()
    for place in range(begin + 12, begin + 40):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with pytest.raises(Refused, match="cannot be unpacked"):
            unpack(file, tmp_path / str(place))


@pytest.mark.parametrize("large", [False, True], ids=["long", "of the large kind"])
def test_a_list_of_too_many_files_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    file = tmp_path / "many.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(70_000 if large else 300):
            archive.writestr(str(number), b"")
    if not large:
        monkeypatch.setattr("builder.data.archive.MAX_ZIP_DIRECTORY", 10_000)
    monkeypatch.setattr("builder.data.archive.ZipFile", lambda _: pytest.fail("the list was read"))
    with pytest.raises(Refused, match="lists too many files"):
        unpack(file, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"\x80\x04pickle", b"<html>"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "no.zip").write_bytes(content)
    with pytest.raises(Refused, match="cannot be unpacked"):
        load_own(tmp_path / "no.zip")


def test_a_split_that_a_person_made_is_kept(tmp_path: Path) -> None:
    for part, count in (("train", 3), ("val", 2)):
        for name in ("cat", "dog"):
            (tmp_path / part / name).mkdir(parents=True)
            for place in range(count):
                Image.new("RGB", (8, 8)).save(tmp_path / part / name / f"{place}.png")
    (tmp_path / "train" / "cat" / "Thumbs.db").write_text("left by a file manager")
    found = load_own(tmp_path)
    assert found.columns["label"].classes == ("cat", "dog")
    assert (len(found.train), len(found.test)) == (6, 4)
    assert "val" in found.notes[0]
    (tmp_path / "val" / "bird").mkdir()
    with pytest.raises(Refused) as refused:
        load_own(tmp_path)
    assert "'bird' is only in val" in refused.value.problem.said


@pytest.mark.parametrize(
    ("nodes", "edges", "said"),
    [
        (True, "a,b\n", "no rows"),
        (True, "a,b\n1,1\n", "no edges"),
        (True, None, "no edges.csv"),
        (False, "a,b\n1,2\n", "no nodes.csv"),
    ],
)
def test_half_a_graph_is_refused(nodes: bool, edges: str | None, said: str, tmp_path: Path) -> None:
    if nodes:
        (tmp_path / "nodes.csv").write_text("id,label\n" + "".join(f"{n},{'ab'[n % 2]}\n" for n in range(8)))
    if edges is not None:
        (tmp_path / "edges.csv").write_text(edges)
    with pytest.raises(Refused) as refused:
        load_own(tmp_path)
    assert said in refused.value.problem.said


def test_whole_numbers_are_ids_with_and_without_a_point(tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text("id,label\n" + "".join(f"{n},{'ab'[n % 2]}\n" for n in range(8)))
    (tmp_path / "edges.csv").write_text("a,b\n0.0,1.0\n1.0,2.0\n")
    assert load_own(tmp_path).columns["graph"].values.edges.shape == (2, 4)
