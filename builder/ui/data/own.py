"""A person's own data: kept in their own folder under a name of ours, listed, and looked at without decoding it."""

import re
import secrets
import shutil
from collections import Counter
from collections.abc import Mapping
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from builder.data.archive import opened
from builder.data.graph_files import EDGES, NODES
from builder.data.limits import EXTENSIONS
from builder.problem import refuse

KINDS = (".zip", ".csv")
MAX_FILES = 10
"""How many files an owner may keep; the oldest go first."""


def keep(path: Any, folder: Path) -> str:
    """Move an uploaded file into an owner's folder and return its new name.

    Raises:
        Refused: it is neither a zip nor a CSV file.
    """
    source = Path(str(path))
    if source.suffix.lower() not in KINDS or not source.is_file():
        raise refuse(
            "data_file",
            f"{source.name[:80]!r} is not a kind of data that can be read.",
            expected="a .zip of pictures, one folder a class, or a .csv file",
            got=source.suffix or "no extension",
            next="Pack the pictures of each class into a folder named for it, and zip these folders.",
        )
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", source.stem).strip("_")[:60] or "data"
    name = f"{stem}-{secrets.token_hex(2)}{source.suffix.lower()}"
    shutil.move(source, folder / name)
    for old in kept(folder)[MAX_FILES:]:
        (folder / old).unlink(missing_ok=True)
    return name


def kept(folder: Path) -> list[str]:
    """The names of an owner's files, the newest first."""
    files = [file for file in folder.iterdir() if file.is_file() and file.suffix in KINDS]
    return [file.name for file in sorted(files, key=lambda file: -file.stat().st_mtime)]


def glance(file: Path, **columns: Any) -> str:
    """What can be said of a file without decoding what is in it: classes and counts, or the first rows.

    `columns` choose the label, the text and the numbers of a table; see `load_csv`.

    Raises:
        Refused: the file is not what its name says.
    """
    return _zip(file) if file.suffix == ".zip" else _csv(file, columns)


def _zip(file: Path) -> str:
    with opened(file) as archive:
        paths = [PurePosixPath(entry.filename) for entry in archive.infolist() if not entry.is_dir()]
    tables = sorted(path.name for path in paths if path.suffix.lower() == ".csv")
    if tables == [EDGES, NODES]:
        return f'<p class="quiet">A graph: {NODES} and {EDGES}. It is read when the training begins.</p>'
    if len(tables) == 1:
        pictures = sum(path.suffix.lower() in EXTENSIONS for path in paths)
        said = (
            f"The table {escape(tables[0])} beside {pictures:,} pictures; a quarter of the rows is held out."
        )
        return f'<p class="quiet">{said}</p>'
    counts = Counter(path.parent.name for path in paths if path.parent.name not in ("", "__MACOSX"))
    most = max(counts.values(), default=1)
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td><div class='count'><i style='width:{100 * count / most:.0f}%'></i></div></td>"
        f"<td class=number>{count}</td></tr>"
        for name, count in sorted(counts.items())[:12]
    )
    said = f"{sum(counts.values()):,} pictures in {len(counts)} folders; a quarter of each class is held out."
    return f'<p class="quiet">{said}</p><table class="classes"><tbody>{rows}</tbody></table>'


def _csv(file: Path, columns: Mapping[str, Any]) -> str:
    from builder.data.csv_file import load_csv
    from builder.ui.data.preview import preview

    return preview(load_csv(file, **columns))
