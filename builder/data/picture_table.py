"""A table beside its pictures: each row names a picture, and has numbers, a text or a class."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from builder.data.dataset import Array
from builder.data.limits import EXTENSIONS, MAX_HELD
from builder.data.picture import held, read_picture
from builder.problem import refuse

SIDE = 128
"""Pictures of a table are held at this size, so that all rows fit."""


def table_of(folder: Path) -> Path | None:
    """The one table of a folder with pictures beside it; None where there is none, or more than one."""
    tables = [path for path in folder.iterdir() if path.suffix.lower() == ".csv"]
    return tables[0] if len(tables) == 1 else None


def picture_column(frame: Any) -> str | None:
    """The name of the first column whose cells are names of picture files."""
    for name in frame.columns:
        cells = frame[name].dropna().astype(str)
        if len(cells) and cells.str.lower().str.endswith(EXTENSIONS).all():
            return str(name)
    return None


def pictures_of(
    names: Sequence[str], folder: Path, report: Callable[[str], None] = lambda said: None
) -> Array:
    """The pictures that the cells of a column name, uint8 [n, 128, 128, 3]; paths lead from the table's folder.

    Raises:
        Refused: a picture is missing, lies outside of the folder, or cannot be read; its row is named.
    """
    if len(names) > MAX_HELD:
        raise refuse(
            "data_image",
            "The table names too many pictures.",
            expected=f"at most {MAX_HELD:,} rows",
            got=f"{len(names):,}",
            next="Take fewer rows.",
        )
    found = []
    root = folder.resolve()
    for row, name in enumerate(names):
        if row % 100 == 0:
            report(f"reading pictures: {row} of {len(names)}")
        path = _beside(root, name)
        if path is None:
            raise refuse(
                "data_image",
                f"There is no picture {name[:80]!r} beside the table.",
                expected="the path of a picture, seen from the table's folder",
                got=f"{name[:80]!r} in line {row + 2}",
                next="Put the picture there, correct its name, or remove the row.",
            )
        found.append(held(read_picture(path, name=name), SIDE))
    return np.stack(found)


def _beside(root: Path, name: str) -> Path | None:
    """The file that a cell names, where there is one and it lies in the folder."""
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError):  # a name that is too long, or holds a zero byte
        return None
