"""Data sets of the hub by name, such as ``hub:owner/name``: pictures with classes, or a table of texts and numbers."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from builder.data.csv_file import of_table
from builder.data.dataset import Column, Dataset
from builder.data.limits import MAX_HELD, MAX_ZIP_BYTES
from builder.data.picture import held
from builder.data.split import stratified
from builder.problem import Refused, refuse

HUB = "hub:"
PACKAGE = "datasets"
SIDE = 128
"""Pictures are held at most this large."""
_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(/[A-Za-z0-9][\w.-]{0,95})?(:[A-Za-z0-9][\w.-]{0,95})?", re.ASCII)


def on_the_hub(name: str) -> str:
    """The name of a data set of the hub in full, ``hub:owner/name`` or ``hub:owner/name:part``.

    Raises:
        Refused: it is no such name, or the package that reads the hub's data is not installed.
    """
    short = name.strip().removeprefix(HUB).removeprefix("https://huggingface.co/datasets/").rstrip("/")
    if not _NAME.fullmatch(short) or ".." in short:
        raise refuse(
            "data_unknown",
            "This is not the name of a data set on the hub.",
            expected="owner/name, or owner/name:part where a set has several parts",
            got=name[:80] or "nothing",
            next="Copy the name from the page of the data set.",
        )
    if find_spec(PACKAGE) is None:
        raise refuse(
            "missing_package",
            f"Data sets of the hub are read by the package {PACKAGE}, which is not installed here.",
            expected=f"the package {PACKAGE}",
            got="no such package",
            next=f"Install it with: uv sync --extra data, or pip install {PACKAGE}; then start Netgraft again.",
        )
    return HUB + short


def load_hub(name: str, folder: Path) -> Dataset:
    """Fetch a data set of the hub into a folder, or find it there; no code of it is run.

    The part to learn from is taken, at most 10,000 rows evenly, and a quarter of it is kept for the test.

    Raises:
        Refused: the name is none, the set is too large, or it has nothing that can be used.
    """
    short = on_the_hub(name).removeprefix(HUB)
    repository, _, part = short.partition(":")
    library = import_module(PACKAGE)
    told = {"path": repository, "name": part or None, "cache_dir": str(folder)}
    size = library.load_dataset_builder(**told).info.download_size or 0
    if size > MAX_ZIP_BYTES:
        raise refuse(
            "data_fetch",
            f"The data set {short!r} is too large.",
            expected=f"at most {MAX_ZIP_BYTES / 1e9:.0f} GB",
            got=f"{size / 1e9:.1f} GB",
            next="Choose a smaller one, or bring a part of it as files of your own.",
        )
    parts = library.load_dataset(**told)
    rows = parts["train"] if "train" in parts else parts[next(iter(parts))]
    step = max(1, -(-len(rows) // MAX_HELD))
    found = [rows[place] for place in range(0, len(rows), step)]
    classes = {
        key: tuple(feature.names)
        for key, feature in rows.features.items()
        if isinstance(feature, library.ClassLabel)
    }
    pictures = [key for key, feature in rows.features.items() if isinstance(feature, library.Image)]
    made = _pictures(found, pictures[0], classes, short) if pictures else _table(found, classes, short)
    return Dataset(HUB + short, short, made.columns, made.train, made.test, made.label, made.notes)


def _pictures(rows: list[Any], picture: str, classes: dict[str, tuple[str, ...]], title: str) -> Dataset:
    """Pictures with the first column of classes; a row without a class is left out."""
    label = next(iter(classes), None)
    if label is None:
        raise _unfit(
            title, "a column of classes beside its pictures", ", ".join(rows[0]) if rows else "no rows"
        )
    kept = [row for row in rows if row[picture] is not None and row[label] is not None and row[label] >= 0]
    if len(kept) < 4:
        raise _unfit(title, "at least four pictures with a class", f"{len(kept)}")
    side = min(SIDE, *kept[0][picture].size)
    target = np.array([int(row[label]) for row in kept], dtype=np.int64)
    images = np.stack([held(row[picture].convert("RGB"), side) for row in kept])
    train, test = stratified(target)
    columns = {"image": Column("image", images), label: Column("label", target, classes=classes[label])}
    notes = (
        f"{len(kept):,} pictures of the part to learn from; a quarter of each class is kept for the test.",
    )
    return Dataset("hub", title, columns, train, test, label, notes)


def _table(rows: list[Any], classes: dict[str, tuple[str, ...]], title: str) -> Dataset:
    """Texts, numbers and classes as a table of one's own is read; what is neither is left out."""
    import pandas

    frame = pandas.DataFrame(rows)
    for key, names in classes.items():
        frame[key] = [names[place] if place is not None and place >= 0 else None for place in frame[key]]
    plain = [key for key in frame.columns if frame[key].map(_is_plain).all()]
    if len(plain) < 2:
        raise _unfit(title, "at least two columns of texts, numbers or classes", ", ".join(plain) or "none")
    try:
        return of_table(frame[plain].rename(columns=str), label=next(iter(classes), None), title=title)
    except Refused:
        raise
    except (TypeError, ValueError) as error:
        raise _unfit(title, "a table of texts, numbers and classes", "something else") from error


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, float, bool))


def _unfit(title: str, expected: str, got: str) -> Refused:
    return refuse(
        "data_file",
        f"The data set {title!r} cannot be used here.",
        expected=expected,
        got=got[:200],
        next="Choose another data set, or bring a table of your own.",
    )
