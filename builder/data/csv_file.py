"""A CSV file as a data set: its text, its numbers and the class or value to predict, chosen or guessed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from builder.data.dataset import Column, Dataset, Scale
from builder.data.picture_table import picture_column, pictures_of
from builder.data.pictures_of_files import Reading
from builder.data.split import shuffled, stratified
from builder.data.table_file import guess_label, guess_numbers, guess_text, numeric, read_table
from builder.problem import refuse

MAX_CLASSES = 1_000


def load_csv(
    file: str | Path,
    *,
    label: str | None = None,
    text: str | None = None,
    numbers: Sequence[str] | None = None,
    title: str = "",
    pictures: Path | None = None,
    how: Reading | None = None,
) -> Dataset:
    """Read a CSV file with a header line; columns that are not chosen are guessed.

    An empty text means that there is none. With `pictures`, a folder, a column that names pictures in it becomes the
    images. Rows in which a used column is empty are left out. A label with many different numbers is a value to
    predict, any other is a class.

    Raises:
        Refused: the file is no CSV, a chosen column is missing, or there is only one class.
    """
    path = Path(file)
    return of_table(
        read_table(path),
        label=label,
        text=text,
        numbers=numbers,
        title=title or path.stem,
        pictures=pictures,
        how=how,
    )


def of_table(
    frame: Any,
    *,
    label: str | None = None,
    text: str | None = None,
    numbers: Sequence[str] | None = None,
    title: str = "",
    pictures: Path | None = None,
    how: Reading | None = None,
) -> Dataset:
    """A table that was read, as `load_csv` takes it."""
    for name in (label, text, *(numbers or ())):
        if name and name not in frame.columns:
            raise refuse(
                "data_column",
                f"The file has no column {name!r}.",
                expected=", ".join(map(str, frame.columns[:20])),
                got=name,
                next="Choose one of these columns.",
            )
    label = label or guess_label(frame)
    if text == label:
        raise refuse(
            "data_column",
            f"The column {label!r} cannot be predicted from itself.",
            expected="another column of texts, or none",
            got=label,
            next="Choose another column as the text, or another one to predict.",
        )
    image = picture_column(frame) if pictures else None
    if text is None:
        text = guess_text(frame.drop(columns=[image] if image else []), label)
    given = guess_numbers(frame, (label, text)) if numbers is None else numbers
    wanted = [name for name in dict.fromkeys(given) if name != label]
    used = frame[[name for name in (label, text, image, *wanted) if name]].dropna()
    _enough(used, frame, text or image, wanted)
    target = _target(used[label], label)
    labels = target.kind == "label"
    train, test = stratified(target.values) if labels else shuffled(len(used))
    columns = {label: target}
    notes = [f"Predicted: {label}. A quarter of the rows is kept for the test."]
    if text:
        columns[text] = Column("text", [str(value) for value in used[text]])
    if image and pictures:
        found, where = pictures_of([str(name) for name in used[image]], pictures, how or Reading())
        columns[_free("image", columns)] = Column("image", found)
        notes.append(where)
    if wanted:
        columns[_free("features", columns)] = _vectors(used, wanted, train)
    if len(used) < len(frame):
        notes.append(
            f"{len(frame) - len(used)} of {len(frame)} rows are left out, since something in them is empty."
        )
    return Dataset("csv", title, columns, train, test, label, tuple(notes))


def _free(name: str, taken: Mapping[str, Column]) -> str:
    """A name for a column of ours beside those that the table names."""
    return name if name not in taken else _free(f"{name}_", taken)


def _enough(used: Any, frame: Any, text: str | None, numbers: Sequence[str]) -> None:
    if not text and not numbers:
        raise refuse(
            "data_csv",
            "The table has no text and no numbers to predict from.",
            expected="a column of texts, or columns of numbers",
            got=", ".join(frame.columns[:10]),
            next="Choose the column of texts, or the columns of numbers.",
        )
    bad = next((name for name in numbers if not numeric(used[name])), None)
    if bad is not None:
        raise refuse(
            "data_csv", f"The column {bad!r} does not hold numbers.", expected="numbers", got="texts"
        )
    if len(used) < 4:
        raise refuse(
            "data_csv",
            "Too few rows are complete.",
            expected="at least four rows",
            got=f"{len(used)} of {len(frame)}",
            next="Fill the empty cells, or choose fewer columns.",
        )


def _target(series: Any, name: str) -> Column:
    if numeric(series) and series.nunique() > 20 and not _whole_classes(series):
        return Column("number", series.to_numpy(dtype=np.float32))
    counts = series.astype(str).value_counts()
    if len(counts) < 2:
        raise refuse(
            "data_classes",
            f"There is nothing to tell apart: every row has the same {name!r}.",
            expected="at least two classes",
            got=", ".join(map(str, counts.index[:3])),
            next="Choose another column as the label.",
        )
    if len(counts) > MAX_CLASSES or counts.min() < 2:
        raise refuse(
            "data_classes",
            f"Some classes of {name!r} have a single row, so they cannot be both learnt and tested.",
            expected=f"at most {MAX_CLASSES} classes with two rows or more each",
            got=f"{len(counts)} classes; {counts.index[-1]!r} has {int(counts.min())}"[:200],
            next="Choose another column as the label, or remove these rows.",
        )
    classes = _in_order(counts.index)
    places = {value: place for place, value in enumerate(classes)}
    return Column(
        "label", np.array([places[value] for value in series.astype(str)], dtype=np.int64), classes=classes
    )


def _whole_classes(series: Any) -> bool:
    """Whole numbers from 0 on, each often: numbered classes and not a measurement."""
    whole = bool((series == series.round()).all())
    return (
        whole
        and series.min() >= 0
        and series.max() < 2 * series.nunique()
        and len(series) > 5 * series.nunique()
    )


def _in_order(values: Any) -> tuple[str, ...]:
    try:
        return tuple(sorted(map(str, values), key=float))
    except ValueError:
        return tuple(sorted(map(str, values)))


def _vectors(used: Any, names: Sequence[str], train: Any) -> Column:
    values = used[list(names)].to_numpy(dtype=np.float32)
    if not np.isfinite(values).all():
        raise refuse(
            "data_csv", "Some numbers are infinite.", expected="finite numbers", next="Correct these cells."
        )
    scale = Scale.of(values[train])
    return Column("vector", scale.apply(values), names=tuple(names), scale=scale)
