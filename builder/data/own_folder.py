"""A person's own folder: pictures by class, a table beside its pictures, or the two tables of a graph."""

from pathlib import Path
from typing import Any

from builder.data.csv_file import load_csv
from builder.data.dataset import Dataset
from builder.data.folder import load_folder
from builder.data.graph_files import half_a_graph, is_graph, load_graph
from builder.data.picture_table import table_of
from builder.data.pictures_of_files import Reading


def own_folder(folder: Path, *, title: str = "", how: Reading | None = None, **columns: Any) -> Dataset:
    """Read a folder as what it holds; `columns` choose the label, the text and the numbers of a table.

    ``nodes.csv`` with ``edges.csv`` is a graph, a single CSV file with pictures beside it a table, and anything else
    pictures, one sub-folder a class.

    Raises:
        Refused: what it holds cannot be used; the problem names it.
    """
    root = _inside(folder)
    name = title or root.name
    if is_graph(root):
        return load_graph(root, title=name, label=columns.get("label"))
    if half := half_a_graph(root):
        raise half
    if table := table_of(root):
        return load_csv(table, title=name, pictures=root, how=how, **columns)
    return load_folder(folder, title=title, how=how)


def _inside(folder: Path) -> Path:
    """The folder itself, or the only one inside it, as a zip of a folder has."""
    found = [path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX"))]
    return found[0] if len(found) == 1 and found[0].is_dir() else folder
