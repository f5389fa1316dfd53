"""A table beside its pictures: each row names a picture, and has numbers, a text or a class."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from builder.data.dataset import Array
from builder.data.limits import EXTENSIONS, MAX_FILES
from builder.data.picture_files import PictureFiles
from builder.data.pictures_of_files import Reading, pictures_of_files
from builder.problem import refuse

SIDE = 128
"""Pictures of a table are held at this size, so that more of them fit."""


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


def pictures_of(names: Sequence[str], folder: Path, how: Reading) -> tuple[Array | PictureFiles, str]:
    """The pictures that the cells of a column name, uint8 [n, 128, 128, 3], and a sentence on where they are.

    Paths lead from the table's folder.

    Raises:
        Refused: a picture is missing, lies outside of the folder, or cannot be read; its row is named.
    """
    if len(names) > MAX_FILES:
        raise refuse(
            "data_image",
            "The table names too many pictures.",
            expected=f"at most {MAX_FILES:,} rows",
            got=f"{len(names):,}",
            next="Take fewer rows.",
        )
    found = []
    root = folder.resolve()
    for row, name in enumerate(names):
        path = _beside(root, name)
        if path is None:
            raise refuse(
                "data_image",
                f"There is no picture {name[:80]!r} beside the table.",
                expected="the path of a picture, seen from the table's folder",
                got=f"{name[:80]!r} in line {row + 2}",
                next="Put the picture there, correct its name, or remove the row.",
            )
        found.append(path)
    return pictures_of_files(found, names, SIDE, how)


def _beside(root: Path, name: str) -> Path | None:
    """The file that a cell names, where there is one and it lies in the folder."""
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError):  # a name that is too long, or holds a zero byte
        return None
