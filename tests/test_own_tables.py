"""One's own tables: texts, numbers and classes, two of them as a graph, or one beside its pictures."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from builder.data import load_own
from builder.data.csv_file import load_csv
from builder.problem import Refused
from tests.pictures import picture


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
        ("a,label\n1,x\n2,y\n1,x\n2,y\n", {"label": "label", "text": "label"}, "data_column", "itself"),
        (",".join(map(str, range(2_001))) + "\n", {}, "data_csv", "too large"),
    ],
    ids=[
        "empty",
        "one column",
        "one class",
        "lone row",
        "no such column",
        "no numbers",
        "gaps",
        "the label as text",
        "columns",
    ],
)
def test_an_unusable_table_is_explained(
    tmp_path: Path, text: str, chosen: dict[str, Any], code: str, word: str
) -> None:  # type: ignore[type-arg]
    with pytest.raises(Refused) as caught:
        load_csv(table(tmp_path, text), **chosen)
    assert caught.value.problem.code == code
    assert word in str(caught.value)


def test_a_table_of_too_many_cells_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.data.table_file.MAX_CSV_CELLS", 1_000)
    monkeypatch.setattr("pandas.read_csv", lambda *_, **__: pytest.fail("the table was read"))
    with pytest.raises(Refused, match="too large"):
        load_csv(table(tmp_path, "a,label\n" + "," * 2_000 + "\n"))


def test_what_is_predicted_is_not_among_what_it_is_predicted_from(tmp_path: Path) -> None:
    rows = "".join(f"{number},{number % 7},{number % 3}\n" for number in range(60))
    data = load_csv(table(tmp_path, "a,b,c\n" + rows), label="a", numbers=["a", "b", "b", "c"])
    assert data.columns["features"].names == ("b", "c")


def test_columns_may_bear_the_names_that_netgraft_gives(tmp_path: Path) -> None:
    rows = "".join(f"{number}.5,{'xy'[number % 2]}\n" for number in range(8))
    data = load_csv(table(tmp_path, "a,features\n" + rows), label="features")
    assert {name: column.kind for name, column in data.columns.items()} == {
        "features": "label",
        "features_": "vector",
    }


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", b"a,b\n\x80\x81,1\n"])
def test_a_table_in_another_encoding_is_explained(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(Refused, match="UTF-8"):
        load_own(tmp_path / "table.csv")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.pkl").write_bytes(b"\x80\x04")
    with pytest.raises(Refused, match=r"\.pkl"):
        load_own(tmp_path / "model.pkl")


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


@pytest.mark.parametrize("name", ["missing.png", "../outside.png", "/etc/passwd.png", "x" * 5_000 + ".png"])
def test_a_picture_that_is_not_beside_its_table_is_named(tmp_path: Path, name: str) -> None:
    folder = table_with_pictures(tmp_path / "fruit")
    picture(tmp_path / "outside.png")
    text = (folder / "table.csv").read_text().replace("pictures/3.png", name)
    (folder / "table.csv").write_text(text)
    with pytest.raises(Refused) as refused:
        load_own(folder)
    assert refused.value.problem.code == "data_image"
    assert "line 5" in refused.value.problem.got


TABLES = {
    "no names": ("1,2,3\n4,5,6\n", "The first line holds numbers"),
    "no rows": ("a,b,label\n", "no rows"),
    "nothing": ("", "an empty file"),
    "a line too long": ("a,b\n1,2\n1,2,3\n", "3 entries in line 3"),
}


@pytest.mark.parametrize("fault", TABLES)
def test_what_is_wrong_with_a_table_is_named(fault: str, tmp_path: Path) -> None:
    text, said = TABLES[fault]
    (tmp_path / "table.csv").write_text(text)
    with pytest.raises(Refused) as refused:
        load_own(tmp_path / "table.csv")
    problem = refused.value.problem
    assert problem.code == "data_csv"
    assert said in f"{problem.said} {problem.got}"


def test_numbers_with_a_decimal_comma_are_numbers(tmp_path: Path) -> None:
    lines = "".join(f"{place},5;{'ab'[place % 2]}\n" for place in range(12))
    (tmp_path / "table.csv").write_text(f"size;label\n{lines}")
    found = load_own(tmp_path / "table.csv")
    assert found.columns["features"].names == ("size",)
