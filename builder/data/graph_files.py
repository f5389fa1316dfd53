"""A person's own graph: a table of nodes and a table of edges, in one folder."""

from pathlib import Path
from typing import Any

import numpy as np

from builder.data.dataset import Array, Column, Dataset, Graph, Scale
from builder.data.split import stratified
from builder.data.table_file import guess_label, numeric, read_table
from builder.problem import refuse

NODES, EDGES = "nodes.csv", "edges.csv"
OWN = "graph"
"""What a data set of a person's own graph is called."""
MAX_NODES = 20_000
IDS = ("id", "node", "name", "index")


def is_graph(folder: Path) -> bool:
    """Whether a folder holds a graph as two tables."""
    return (folder / NODES).is_file() and (folder / EDGES).is_file()


def half_a_graph(folder: Path) -> Exception | None:
    """What is said of a folder that holds one of the two tables alone."""
    found = [name for name in (NODES, EDGES) if (folder / name).is_file()]
    if len(found) != 1:
        return None
    missing = EDGES if found == [NODES] else NODES
    return _refused(
        f"There is {found[0]}, and no {missing} beside it.", f"both {NODES} and {EDGES}", found[0]
    )


def load_graph(folder: str | Path, *, title: str = "", label: str | None = None) -> Dataset:
    """Read ``nodes.csv`` and ``edges.csv`` as one graph; every edge goes both ways.

    A node's table has a column of ids (the first, or one named id), a column with the class, which may be empty
    for nodes whose class is not known, and columns of numbers as features. Without features a node is known by its
    place alone. An edge's table has two columns of ids. A quarter of the nodes with a class is kept for the test.

    Raises:
        Refused: a table cannot be read, an edge names a node that there is not, or nothing can be told apart.
    """
    root = Path(folder)
    nodes = read_table(root / NODES)
    key = next((name for name in nodes.columns if name.lower() in IDS), nodes.columns[0])
    names = _ids(nodes[key])
    if len(names) > MAX_NODES or names.duplicated().any():
        twice = names[names.duplicated()].head(1).tolist()
        raise _refused(
            "The table of nodes names a node twice." if twice else "The graph has too many nodes.",
            f"at most {MAX_NODES:,} nodes with different ids",
            twice[0] if twice else f"{len(names):,}",
        )
    target = label or guess_label(nodes.drop(columns=[key]))
    classes, known, places = _classes(nodes, target)
    train, test = stratified(places[known])
    train, test = known[train], known[test]
    features, scale, words = _features(nodes, (key, target), train)
    edges, dropped = _edges(read_table(root / EDGES), {name: place for place, name in enumerate(names)})
    notes = [
        "The whole graph is seen in every step; the loss only counts the nodes to learn from.",
        f"{edges.shape[1] // 2:,} edges, each in both directions.",
    ]
    if not edges.size:
        raise _refused(
            "The graph has no edges.", f"two ids in each line of {EDGES}", "none that joins two nodes"
        )
    if dropped:
        notes.append(f"{dropped:,} edges are left out: they lead from a node to itself, or come twice.")
    if scale is None:
        notes.append("The nodes have no numbers of their own, so each is known by its place alone.")
    columns = {
        "graph": Column("graph", Graph(features, edges), names=words, scale=scale),
        target: Column("label", places, classes=classes),
    }
    return Dataset(OWN, title or root.name, columns, train, test, target, tuple(notes))


def _classes(nodes: Any, label: str) -> tuple[tuple[str, ...], Array, Array]:
    """The classes, the nodes that have one, and each node's place in the classes (0 where it is not known)."""
    if label not in nodes.columns:
        raise _refused(f"The table of nodes has no column {label!r}.", ", ".join(nodes.columns[:20]), label)
    given = nodes[label]
    known = np.flatnonzero(given.notna().to_numpy())
    words = given.iloc[known].astype(str)
    counts = words.value_counts()
    if len(counts) < 2 or counts.min() < 2:
        raise refuse(
            "data_classes",
            f"The classes of the nodes, {label!r}, cannot be both learnt and tested.",
            expected="at least two classes, each with two nodes or more",
            got=", ".join(f"{name}: {count}" for name, count in counts.head(4).items()) or "none",
            next="Name the column of classes label, or give more nodes a class.",
        )
    classes = tuple(sorted(counts.index))
    places = np.zeros(len(nodes), dtype=np.int64)
    places[known] = [classes.index(word) for word in words]
    return classes, known, places


def _features(
    nodes: Any, taken: tuple[str, ...], train: Array
) -> tuple[Array, Scale | None, tuple[str, ...]]:
    """The numbers of each node, standardised; a 1 at its own place where it has none."""
    names = [name for name in nodes.columns if name not in taken and numeric(nodes[name])]
    if not names:
        return np.eye(len(nodes), dtype=np.float32), None, ()
    values = nodes[names].to_numpy(dtype=np.float32)
    if not np.isfinite(values).all():
        place = int(np.flatnonzero(~np.isfinite(values).all(axis=1))[0])
        raise _refused(
            "Some nodes lack a number.", "a finite number in each cell", f"line {place + 2} of {NODES}"
        )
    scale = Scale.of(values[train])
    return scale.apply(values), scale, tuple(names)


def _edges(table: Any, places: dict[str, int]) -> tuple[Array, int]:
    """Each edge once in both directions, and how many were left out."""
    ends = table.iloc[:, :2].apply(_ids)
    for column in ends.columns:
        strange = ends[column][~ends[column].isin(places.keys())]
        if len(strange):
            edges = "edge names" if len(strange) == 1 else "edges name"
            raise _refused(
                f"{len(strange):,} {edges} a node that the table of nodes does not have.",
                f"ids of {NODES}",
                f"{strange.iloc[0]!r} in line {int(strange.index[0]) + 2} of {EDGES}"[:120],
            )
    pairs = np.stack([ends[column].map(places).to_numpy(dtype=np.int64) for column in ends.columns])
    apart = np.sort(pairs[:, pairs[0] != pairs[1]], axis=0)
    once = np.unique(apart, axis=1)
    return np.concatenate([once, once[::-1]], axis=1), pairs.shape[1] - once.shape[1]


def _ids(column: Any) -> Any:
    """Ids as texts; whole numbers without the point that a gap in their column gives them."""
    if numeric(column) and (column.dropna() == column.dropna().round()).all():
        return column.astype("Int64").astype(str)
    return column.astype(str)


def _refused(said: str, expected: str, got: str) -> Exception:
    return refuse(
        "data_graph",
        said,
        expected=expected,
        got=got,
        next=f"Correct the tables {NODES} and {EDGES}, and zip them again.",
    )
