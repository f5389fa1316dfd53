"""A CSV file as a data set: its text, its numbers and the class or value to predict, chosen or guessed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from builder.data.dataset import Column, Dataset, Scale
from builder.data.limits import MAX_CSV_BYTES, MAX_CSV_COLUMNS, MAX_CSV_ROWS
from builder.data.split import shuffled, stratified
from builder.problem import refuse

LABEL_NAMES = ("label", "class", "target", "category", "sentiment", "y", "species", "outcome", "diagnosis")
SEPARATORS = (",", ";", "\t")
MAX_CLASSES = 1_000


def load_csv(
    file: str | Path,
    *,
    label: str | None = None,
    text: str | None = None,
    numbers: Sequence[str] | None = None,
    title: str = "",
) -> Dataset:
    """Read a CSV file with a header line; columns that are not chosen are guessed.

    Rows in which a used column is empty are left out. A label with many different numbers is a value to
    predict, any other is a class.

    Raises:
        Refused: the file is no CSV, a chosen column is missing, or there is only one class.
    """
    path = Path(file)
    frame = _read(path)
    for name in (label, text, *(numbers or ())):
        if name is not None and name not in frame.columns:
            raise refuse(
                "data_column",
                f"The file has no column {name!r}.",
                expected=", ".join(map(str, frame.columns[:20])),
                got=name,
                next="Choose one of these columns.",
            )
    label = label or _guess_label(frame)
    text = text or _guess_text(frame, label)
    wanted = list(numbers) if numbers is not None else _guess_numbers(frame, (label, text))
    used = frame[[name for name in (label, text, *wanted) if name]].dropna()
    _enough(used, frame, text, wanted)
    target = _target(used[label], label)
    labels = target.kind == "label"
    train, test = stratified(target.values) if labels else shuffled(len(used))
    columns = {label: target}
    notes = [f"Predicted: {label}. A quarter of the rows is kept for the test."]
    if text:
        columns[text] = Column("text", [str(value) for value in used[text]])
    if wanted:
        columns["features"] = _vectors(used, wanted, train)
    if len(used) < len(frame):
        notes.append(
            f"{len(frame) - len(used)} of {len(frame)} rows are left out, since something in them is empty."
        )
    return Dataset("csv", title or path.stem, columns, train, test, label, tuple(notes))


def _read(path: Path) -> Any:
    import pandas

    try:
        if path.stat().st_size > MAX_CSV_BYTES:
            raise refuse(
                "data_csv", "The file is too large.", expected="at most 100 MB", next="Take fewer rows."
            )
        with path.open(encoding="utf-8-sig") as lines:
            head = lines.readline(1_000_000)
        sep = max(SEPARATORS, key=head.count)
        frame = pandas.read_csv(path, nrows=MAX_CSV_ROWS + 1, encoding="utf-8-sig", sep=sep)
    except (OSError, ValueError, pandas.errors.ParserError) as error:
        raise refuse(
            "data_csv",
            f"{path.name!r} cannot be read as a table.",
            expected="a CSV file in UTF-8, with the names of the columns in the first line",
            got="something else",
            next="Save it again as CSV in UTF-8.",
            details=f"{type(error).__name__}: {error}",
        ) from error
    if len(frame) > MAX_CSV_ROWS or len(frame.columns) > MAX_CSV_COLUMNS:
        raise refuse(
            "data_csv",
            "The table is too large.",
            expected=f"at most {MAX_CSV_ROWS:,} rows and {MAX_CSV_COLUMNS:,} columns",
            next="Take fewer rows.",
        )
    if len(frame.columns) < 2:
        raise refuse(
            "data_csv",
            "The table has a single column: there is nothing to predict it from.",
            expected="at least two columns",
            got=", ".join(map(str, frame.columns)) or "none",
            next="Add a column with the class or the value of each row.",
        )
    return frame.rename(columns=str)


def _guess_label(frame: Any) -> str:
    lower = {name.lower(): name for name in frame.columns}
    named = [lower[name] for name in LABEL_NAMES if name in lower]
    if named:
        return str(named[0])
    few = [name for name in frame.columns if 2 <= frame[name].nunique() <= max(2, min(50, len(frame) // 4))]
    return str(few[-1] if few else frame.columns[-1])


def _guess_text(frame: Any, label: str) -> str | None:
    words = {
        name: float(frame[name].dropna().astype(str).str.len().mean())
        for name in frame.columns
        if name != label and not _numeric(frame[name]) and frame[name].nunique() > len(frame) // 4
    }
    return max(words, key=lambda name: words[name]) if words else None


def _guess_numbers(frame: Any, taken: Sequence[str | None]) -> list[str]:
    lone = ("id", "index", "unnamed: 0")
    return [
        name
        for name in frame.columns
        if name not in taken and _numeric(frame[name]) and name.lower() not in lone
    ]


def _numeric(series: Any) -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return bool(is_numeric_dtype(series) and not is_bool_dtype(series))


def _enough(used: Any, frame: Any, text: str | None, numbers: Sequence[str]) -> None:
    if not text and not numbers:
        raise refuse(
            "data_csv",
            "The table has no text and no numbers to predict from.",
            expected="a column of texts, or columns of numbers",
            got=", ".join(frame.columns[:10]),
            next="Choose the column of texts, or the columns of numbers.",
        )
    bad = next((name for name in numbers if not _numeric(used[name])), None)
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
    if _numeric(series) and series.nunique() > 20 and not _whole_classes(series):
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
