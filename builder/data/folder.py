"""A folder of images by class, as a data set: one sub-folder a class, its name the class."""

from pathlib import Path

import numpy as np

from builder.data.dataset import Column, Dataset
from builder.data.limits import EXTENSIONS, MAX_FILES, SIDE
from builder.data.pictures_of_files import Reading, pictures_of_files
from builder.data.split import stratified
from builder.problem import Refused, refuse

LEARN = ("train", "training")
TEST = ("test", "testing", "val", "valid", "validation")
"""Folders that hold the classes of a part, where a person has split the pictures already."""
LITTER = ("thumbs.db", "desktop.ini")
"""Files that file managers leave behind."""


def load_folder(folder: str | Path, *, title: str = "", how: Reading | None = None) -> Dataset:
    """Read the pictures of a folder that has one sub-folder a class, and split a quarter off for the test.

    Where there are the folders ``train`` and ``test`` (or ``val``) with the classes in them, their split is kept.
    Pictures that memory has no room for stay in their files, as `how` says.

    Raises:
        Refused: fewer than two classes, an empty class, too many files, one that is no picture; the problem names it.
    """
    root = _root(Path(folder))
    given = _given_split(root)
    files = _files(given[0] if given else root)
    held_out = _files(given[1], known=tuple(files)) if given else {}
    classes = tuple(files)
    paths = [path for name in classes for path in (*files[name], *held_out.get(name, ()))]
    if len(paths) > MAX_FILES:
        raise refuse(
            "data_file",
            "The folder holds too many files.",
            expected=f"at most {MAX_FILES:,} pictures",
            got=f"{len(paths):,}",
        )
    names = [f"{path.parent.name}/{path.name}" for path in paths]
    images, where = pictures_of_files(paths, names, SIDE, how or Reading())
    places = {name: place for place, name in enumerate(classes)}
    target = np.array([places[path.parent.name] for path in paths], dtype=np.int64)
    apart = np.array([given is not None and path.is_relative_to(given[1]) for path in paths])
    train, test = (np.flatnonzero(~apart), np.flatnonzero(apart)) if given else stratified(target)
    return Dataset(
        name="folder",
        title=title or root.name,
        columns={
            "image": Column("image", images),
            "label": Column("label", target, classes=classes),
        },
        train=train,
        test=test,
        label="label",
        notes=(_split(given), where),
    )


def _root(folder: Path) -> Path:
    """The folder itself, or the only folder inside it, as a zip of a folder usually has."""
    if not folder.is_dir():
        raise refuse(
            "data_file", f"{folder.name!r} is not a folder.", next="Choose a folder, a zip or a CSV file."
        )
    inside = _visible(folder)
    folders = [path for path in inside if path.is_dir()]
    lonely = len(folders) == 1 and len(inside) == 1 and any(path.is_dir() for path in _visible(folders[0]))
    return folders[0] if lonely else folder


def _given_split(root: Path) -> tuple[Path, Path] | None:
    """The folders of a split that a person has made: what to learn from, and what to test on."""
    inside = {path.name.lower(): path for path in _visible(root) if path.is_dir()}
    if not inside.keys() <= {*LEARN, *TEST}:
        return None
    learn = next((inside[name] for name in LEARN if name in inside), None)
    test = next((inside[name] for name in TEST if name in inside), None)
    if learn is None or test is None or not any(path.is_dir() for path in _visible(learn)):
        return None
    return learn, test


def _files(root: Path, known: tuple[str, ...] = ()) -> dict[str, list[Path]]:
    """The pictures of each class; with `known`, of a part for the test, which has some of these classes."""
    found: dict[str, list[Path]] = {}
    for folder in (path for path in _visible(root) if path.is_dir()):
        found[folder.name] = [_picture(path, folder) for path in _visible(folder)]
    if known:
        strange = sorted(found.keys() - set(known))
        if strange or not any(found.values()):
            raise refuse(
                "data_classes",
                f"The class {strange[0]!r} is only in {root.name}."
                if strange
                else f"{root.name} holds no pictures.",
                expected="pictures of the classes " + ", ".join(known[:8]),
                got=", ".join(found) or "no sub-folders",
                next="Give both parts the same classes.",
            )
        return found
    if len(found) < 2:
        raise refuse(
            "data_classes",
            "There is nothing to tell apart: the folder has only one class."
            if found
            else "The folder holds no classes.",
            expected="at least two sub-folders, one a class, with pictures in them",
            got=", ".join(found) or "no sub-folders",
            next="Put each class's pictures into a folder of its own, named for the class.",
        )
    empty = [name for name, paths in found.items() if len(paths) < 2]
    if empty:
        raise refuse(
            "data_classes",
            f"The class {empty[0]!r} has {'one picture' if found[empty[0]] else 'no pictures'}.",
            expected="at least two pictures a class: one to learn from, one to test on",
            got=", ".join(f"{name}: {len(found[name])}" for name in empty[:5]),
            next="Add pictures to this folder, or remove it.",
        )
    return found


def _picture(path: Path, folder: Path) -> Path:
    if path.is_symlink() or not path.is_file():
        raise _not_a_picture(path, folder, "a link or a folder")
    if path.suffix.lower() not in EXTENSIONS:
        raise _not_a_picture(path, folder, path.suffix or "no extension")
    return path


def _not_a_picture(path: Path, folder: Path, got: str) -> Refused:
    return refuse(
        "data_image",
        f"{folder.name}/{path.name} is not a picture.",
        expected="only pictures: " + ", ".join(EXTENSIONS),
        got=got,
        next="Remove this file from the folder.",
    )


def _visible(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith((".", "__MACOSX")) and path.name.lower() not in LITTER
    )


def _split(given: tuple[Path, Path] | None) -> str:
    return (
        f"The test is what lies in {given[1].name}."
        if given
        else "A quarter of each class is kept for the test."
    )
