"""Tables read from CSV files, and a guess at what their columns are."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from builder.data.limits import MAX_CSV_BYTES, MAX_CSV_CELLS, MAX_CSV_COLUMNS, MAX_CSV_ROWS
from builder.problem import Refused, refuse

LABEL_NAMES = ("label", "class", "target", "category", "sentiment", "y", "species", "outcome", "diagnosis")
SEPARATORS = (",", ";", "\t")
FEW = 200
"""So many rows tell whether a column has decimal commas."""
_NUMBER = re.compile(r"-?\d+([.,]\d+)*")


def read_table(path: Path) -> Any:
    """A CSV file with a header line as a pandas table.

    Raises:
        Refused: it is no CSV in UTF-8, is too large, or has a single column.
    """
    import pandas

    try:
        if path.stat().st_size > MAX_CSV_BYTES:
            raise refuse(
                "data_csv", "The file is too large.", expected="at most 100 MB", next="Take fewer rows."
            )
        with path.open(encoding="utf-8-sig") as lines:
            head = lines.readline(1_000_000)
        sep = max(SEPARATORS, key=head.count)
        if head.count(sep) >= MAX_CSV_COLUMNS or _count(path, sep) > MAX_CSV_CELLS:
            raise _too_large()
        told: dict[str, Any] = {"nrows": MAX_CSV_ROWS + 1, "encoding": "utf-8-sig", "sep": sep}
        frame = pandas.read_csv(path, **told)
        if sep != "," and any(_with_comma(frame[name]) for name in frame.columns):
            frame = pandas.read_csv(path, decimal=",", **told)
    except (OSError, ValueError, pandas.errors.ParserError) as error:
        raise refuse(
            "data_csv",
            f"{path.name!r} cannot be read as a table.",
            expected="a CSV file in UTF-8, with the names of the columns in the first line",
            got=_why(error),
            next="Save it again as CSV in UTF-8.",
            details=f"{type(error).__name__}: {error}",
        ) from error
    if len(frame) > MAX_CSV_ROWS or len(frame.columns) > MAX_CSV_COLUMNS:
        raise _too_large()
    if len(frame.columns) < 2:
        raise refuse(
            "data_csv",
            "The table has a single column: there is nothing to predict it from.",
            expected="at least two columns",
            got=", ".join(map(str, frame.columns)) or "none",
            next="Add a column with the class or the value of each row.",
        )
    if all(_NUMBER.fullmatch(str(name)) for name in frame.columns):
        raise refuse(
            "data_csv",
            "The first line holds numbers where the names of the columns should stand.",
            expected="a first line such as: length, width, label",
            got=", ".join(map(str, frame.columns[:6])),
            next="Add a line with a name for each column.",
        )
    if frame.empty:
        raise refuse(
            "data_csv",
            "The table has the names of its columns and no rows.",
            expected="at least four rows",
            got="none",
            next="Add rows below the first line.",
        )
    return frame.rename(columns=str)


def _count(path: Path, sep: str) -> int:
    """How often a sign stands in a file, which is read piece by piece."""
    with path.open("rb") as file:
        return sum(piece.count(sep.encode()) for piece in iter(lambda: file.read(1 << 20), b""))


def _too_large() -> Refused:
    """Said before the table is read where that is known, since each cell takes many times its bytes in memory."""
    return refuse(
        "data_csv",
        "The table is too large.",
        expected=f"at most {MAX_CSV_ROWS:,} rows, {MAX_CSV_COLUMNS:,} columns and {MAX_CSV_CELLS:,} cells",
        next="Take fewer rows or columns.",
    )


def _with_comma(column: Any) -> bool:
    """Whether a column holds numbers with a decimal comma, as spreadsheets write them in many countries."""
    cells = column.head(FEW).dropna().astype(str)
    return bool(
        len(cells) and cells.str.fullmatch(r"\s*-?\d*,?\d+\s*").all() and cells.str.contains(",").any()
    )


def _why(error: Exception) -> str:
    """What a table has instead, as far as the reader tells."""
    from pandas.errors import EmptyDataError

    if isinstance(error, EmptyDataError):
        return "an empty file"
    if isinstance(error, UnicodeDecodeError):
        return "letters in another encoding"
    found = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error))
    return f"{found[3]} entries in line {found[2]}, and {found[1]} names" if found else "something else"


def guess_label(frame: Any) -> str:
    """The column to predict: one with a usual name, else the last with few different values."""
    lower = {name.lower(): name for name in frame.columns}
    named = [lower[name] for name in LABEL_NAMES if name in lower]
    if named:
        return str(named[0])
    few = [name for name in frame.columns if 2 <= frame[name].nunique() <= max(2, min(50, len(frame) // 4))]
    return str(few[-1] if few else frame.columns[-1])


def guess_text(frame: Any, label: str) -> str | None:
    """The column with the longest texts that are mostly different; None where there is none."""
    words = {
        name: float(frame[name].dropna().astype(str).str.len().mean())
        for name in frame.columns
        if name != label and not numeric(frame[name]) and frame[name].nunique() > len(frame) // 4
    }
    return max(words, key=lambda name: words[name]) if words else None


def guess_numbers(frame: Any, taken: Sequence[str | None]) -> list[str]:
    """The columns of numbers that are neither taken nor a mere counting of rows."""
    lone = ("id", "index", "unnamed: 0")
    return [
        name
        for name in frame.columns
        if name not in taken and numeric(frame[name]) and name.lower() not in lone
    ]


def numeric(series: Any) -> bool:
    """Whether a column holds numbers."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return bool(is_numeric_dtype(series) and not is_bool_dtype(series))
