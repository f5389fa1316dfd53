"""Data that cannot be used: files of one's own, sets of libraries and the hub, and what an input does not take."""

import zipfile
from pathlib import Path

import pytest

from builder.data import load, load_own, sent_picture
from builder.data.archive import unpack
from builder.data.csv_file import load_csv
from builder.problem import Problem
from builder.ui.data.own import keep
from tests.golden_codes.form import Case, refused
from tests.pictures import picture
from tests.test_inputs import FAULTS, prepared
from tests.test_own_tables import graph_files


def from_table(text: str) -> Case:
    def provoke(folder: Path) -> Problem:
        file = folder / "table.csv"
        file.write_text(text, encoding="utf-8")
        return refused(lambda: load_csv(file, label="label"))

    return provoke


def a_model_as_data(folder: Path) -> Problem:
    (folder / "own").mkdir()
    (folder / "model.pt").write_bytes(b"weights")
    return refused(lambda: keep(str(folder / "model.pt"), folder / "own"))


def an_edge_to_nobody(folder: Path) -> Problem:
    return refused(lambda: load_own(graph_files(folder / "club", edges="a,z\n")))


def no_picture_inside(folder: Path) -> Problem:
    for name, color in (("cats", "red"), ("dogs", "blue")):
        for number in range(2):
            picture(folder / "animals" / name / f"{number}.png", color)
    (folder / "animals" / "cats" / "broken.jpg").write_text("this is no picture")
    return refused(lambda: load_own(folder / "animals"))


def a_way_out_of_the_archive(folder: Path) -> Problem:
    with zipfile.ZipFile(folder / "pictures.zip", "w") as archive:
        archive.writestr("../../evil.png", b"x")
    return refused(lambda: unpack(folder / "pictures.zip", folder / "out"))


def no_connection(folder: Path) -> Problem:
    def nowhere(*args: object, **options: object) -> None:
        raise ConnectionError("no network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.data.library._folder", lambda: folder)
        patch.setattr("torchvision.datasets.MNIST", nowhere)
        return refused(lambda: load("torchvision:MNIST"))


def as_prepared(fault: str) -> Case:
    _, block, params, values = FAULTS[fault]
    return lambda folder: refused(lambda: prepared(block, params, values))


CASES: dict[str, Case] = {
    "condition_unknown": as_prepared("unknown name"),
    "data_classes": from_table("size,label\n1,x\n2,x\n3,x\n4,x\n"),
    "data_csv": from_table("size,label\n1,x\n,y\n,x\n2,y\n"),
    "data_fetch": no_connection,
    "data_file": a_model_as_data,
    "data_graph": an_edge_to_nobody,
    "data_image": no_picture_inside,
    "data_unknown": lambda folder: refused(lambda: load("wines")),
    "data_width": as_prepared("narrow rows"),
    "data_zip": a_way_out_of_the_archive,
    "edge_dtype": as_prepared("float edges"),
    "edge_form": as_prepared("turned edges"),
    "edge_range": as_prepared("edge too far"),
    "image": lambda folder: refused(lambda: sent_picture("no picture")),
    "picture_form": as_prepared("float pixels"),
    "several_graphs": as_prepared("two graphs"),
}
