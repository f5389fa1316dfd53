"""A person's own files: taken under a name of ours, listed for their owner, and looked at without decoding."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from builder.problem import Refused
from builder.ui.data.columns import chosen, offered
from builder.ui.data.own import MAX_FILES, glance, keep, kept


def upload(folder: Path, name: str, text: str = "a,label\n1,x\n2,y\n") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def test_a_file_is_moved_and_named_by_us(tmp_path: Path, own: Path) -> None:
    source = upload(tmp_path / "up", "my: d\u202eata; rm -rf.CSV")
    name = keep(str(source), own)
    assert not source.exists()
    assert kept(own) == [name]
    assert name.endswith(".csv")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


@pytest.mark.parametrize("name", ["model.pt", "page.html", "noextension", "data.csv.exe"])
def test_other_kinds_of_files_are_refused(tmp_path: Path, own: Path, name: str) -> None:
    with pytest.raises(Refused) as refused:
        keep(str(upload(tmp_path / "up", name)), own)
    assert refused.value.problem.code == "data_file"
    assert kept(own) == []


@pytest.mark.parametrize("path", [None, "", 5, "/nowhere/data.csv"])
def test_what_is_no_file_is_refused(own: Path, path: object) -> None:
    with pytest.raises(Refused):
        keep(path, own)


def test_only_so_many_files_are_kept(tmp_path: Path, own: Path) -> None:
    for number in range(MAX_FILES + 3):
        keep(str(upload(tmp_path / "up", f"d{number}.csv")), own)
    assert len(kept(own)) == MAX_FILES


def test_a_zip_is_counted_by_class_and_its_names_are_text(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "pictures.zip", "w") as archive:
        for name in ("top/cat/1.png", "top/cat/2.png", "top/<b>dog</b>/1.png", "top/__MACOSX/x"):
            archive.writestr(name, b"not decoded here")
    said = glance(tmp_path / "pictures.zip")
    assert "3 pictures in 2 folders" in said
    assert "<b>" not in said


def test_a_damaged_zip_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 but not really")
    with pytest.raises(Refused):
        glance(tmp_path / "a.zip")


def test_a_zip_that_lists_too_many_files_is_not_looked_at(tmp_path: Path) -> None:
    """Its list is read in the web process, and every entry of it takes many times its bytes in memory."""
    with ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(70_000):
            archive.writestr(str(number), b"")
    with pytest.raises(Refused, match="too many files"):
        glance(tmp_path / "many.zip")


def test_a_csv_shows_its_rows_and_classes(tmp_path: Path) -> None:
    rows = "".join(f"{number},{number * 2},{'yes' if number % 2 else 'no'}\n" for number in range(40))
    (tmp_path / "t.csv").write_text("width,height,label\n" + rows)
    said = glance(tmp_path / "t.csv")
    assert "30 to learn from" in said
    assert "yes" in said


def test_a_zip_says_what_it_holds_without_unpacking_it(tmp_path: Path) -> None:
    for name, entries in (
        ("graph", ("g/nodes.csv", "g/edges.csv")),
        ("fruit", ("f/t.csv", "f/a.png", "f/b.png")),
    ):
        with ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            for entry in entries:
                archive.writestr(entry, b"not read here")
    assert "A graph" in glance(tmp_path / "graph.zip")
    assert "t.csv beside 2 pictures" in glance(tmp_path / "fruit.zip")


def test_the_columns_of_a_table_are_offered_with_a_guess_and_can_be_chosen(tmp_path: Path) -> None:
    rows = "".join(f"{number},{number % 3},{'yes' if number % 2 else 'no'}\n" for number in range(40))
    (tmp_path / "t.csv").write_text("width,kind,label\n" + rows)
    fields = offered(tmp_path / "t.csv")
    assert (fields["label"]["value"], fields["numbers"]["value"]) == ("label", ["width", "kind"])
    said = glance(tmp_path / "t.csv", **chosen({"label": "kind", "text": "", "numbers": ["width"]}))
    assert "Predicted: kind" in said
    assert not offered(tmp_path / "z.zip")["columns"]["visible"]
