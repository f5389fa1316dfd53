"""A data set: named columns of equal length, with a split into training and test rows that is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from hashlib import sha256
from typing import Any, Literal

import numpy as np

from builder.data.stored import Stored
from builder.problem import refuse

ColumnKind = Literal["image", "text", "vector", "number", "label", "graph", "boxes"]
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Graph:
    """One graph: node features [N, F] as float32 and directed edges [2, E] as int64."""

    nodes: Array
    edges: Array


@dataclass(frozen=True)
class Scale:
    """What was subtracted from and divided out of a column, measured on its training rows."""

    mean: tuple[float, ...]
    std: tuple[float, ...]

    @classmethod
    def of(cls, values: Array) -> "Scale":
        std = values.std(axis=0)
        return cls(
            tuple(float(value) for value in values.mean(axis=0)),
            tuple(float(value) or 1.0 for value in std),
        )

    def apply(self, values: Array) -> Array:
        scaled: Array = (np.asarray(values, dtype=np.float64) - np.array(self.mean)) / np.array(self.std)
        return scaled.astype(np.float32)


@dataclass(frozen=True)
class Column:
    """One column: images uint8 [n, H, W, 3], texts, float32 vectors [n, d], numbers [n], labels, boxes, or a graph.

    Images may be `Stored` and come when they are asked for. Labels are int64 places in `classes`. Boxes are float32
    [n, most, 5]: left, top, right and bottom as shares of the picture and the place in `classes`, -1 where a picture
    has fewer. `names` are those of a vector's entries.
    """

    kind: ColumnKind
    values: Any
    classes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    scale: Scale | None = None

    @property
    def note(self) -> str:
        """What was done to the values, in one sentence; empty where nothing was."""
        if self.scale is None:
            return ""
        return "the numbers are standardised with the training rows' mean and deviation"

    def __len__(self) -> int:
        return len(self.values.nodes) if isinstance(self.values, Graph) else len(self.values)

    def take(self, rows: Array) -> Any:
        """The values of some rows; a graph is always taken whole."""
        if isinstance(self.values, Graph):
            return self.values
        if isinstance(self.values, (np.ndarray, Stored)):
            return self.values[rows]
        return [self.values[row] for row in rows]


@dataclass(frozen=True)
class Dataset:
    """Columns by name, the rows to learn from and to test on; `label` is what is usually asked for."""

    name: str
    title: str
    columns: Mapping[str, Column]
    train: Array
    test: Array
    label: str
    notes: tuple[str, ...] = ()
    world: str = ""
    """The dotted path of a gymnasium environment whose observations are the rows of the column ``features``."""
    fingerprints: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def column(self, name: str, kinds: Sequence[ColumnKind] = ()) -> Column:
        """The column of this name; ``label`` and the empty name stand for the usual one of the asked kinds.

        Raises:
            Refused: there is none, or it holds something else; the columns that exist are listed.
        """
        return self.columns[self.column_name(name, kinds)]

    def column_name(self, name: str, kinds: Sequence[ColumnKind] = ()) -> str:
        """The real name of a column, found as `column` finds it."""
        found = name if name in self.columns else self._usual(name, kinds)
        if found is None:
            near = get_close_matches(name, self.columns, n=1, cutoff=0.5) or self._fitting(kinds)[:1]
            wanted = " or ".join(_KINDS[kind] for kind in kinds)
            otherwise = (
                f"No column holds {wanted}: choose data that does."
                if kinds
                else "Choose one of these columns."
            )
            raise refuse(
                "data_column",
                f"The data set {self.title!r} has no column {name!r}.",
                expected=self._listed(),
                got=name or "no name",
                next=f"Choose {near[0]!r}, or another data set." if near else otherwise,
            )
        kind = self.columns[found].kind
        if kinds and kind not in kinds:
            raise refuse(
                "data_column",
                f"The column {found!r} of {self.title!r} holds {_KINDS[kind]}, which cannot be used here.",
                expected=" or ".join(_KINDS[wanted] for wanted in kinds),
                got=_KINDS[kind],
                next="The columns are: " + self._listed() + ".",
            )
        return found

    def _usual(self, name: str, kinds: Sequence[ColumnKind]) -> str | None:
        if name == "label":
            return self.label
        fitting = self._fitting(kinds)
        return fitting[0] if name in ("", *_KINDS, "features") and fitting else None

    def _fitting(self, kinds: Sequence[ColumnKind]) -> list[str]:
        """The columns of these kinds, the one that is usually asked for first."""
        found = [key for key, column in self.columns.items() if column.kind in kinds]
        return sorted(found, key=lambda key: key != self.label)

    def _listed(self) -> str:
        return ", ".join(f"{key} ({_KINDS[column.kind]})" for key, column in self.columns.items())

    @property
    def is_graph(self) -> bool:
        return any(column.kind == "graph" for column in self.columns.values())

    @property
    def rows(self) -> Array:
        """Every row that a run uses: those to learn from, then those held out."""
        return np.concatenate([self.train, self.test])

    def limited(self, samples: int | None) -> "Dataset":
        """At most this many rows to learn from, and half as many (at least 100) for the test; a graph stays whole."""
        if samples is None or self.is_graph:
            return self
        return replace(self, train=self.train[:samples], test=self.test[: max(100, samples // 2)])

    def class_counts(self, name: str = "label") -> dict[str, dict[str, int]]:
        """How many rows each class has, for training and for the test."""
        column = self.column(name, ("label",))
        return {
            part: {
                label: int(count)
                for label, count in zip(
                    column.classes,
                    np.bincount(column.values[rows], minlength=len(column.classes)),
                    strict=True,
                )
            }
            for part, rows in (("train", self.train), ("test", self.test))
        }

    def preview(self, count: int = 12) -> list[dict[str, Any]]:
        """The first training rows: class names for labels, arrays for images, plain values for the rest."""
        rows = self.train[:count]
        return [
            {"row": int(row)} | {name: _shown(column, int(row)) for name, column in self.columns.items()}
            for row in rows
        ]

    def fingerprint(self) -> str:
        """A digest of every value and of the split: two data sets with the same digest are the same data."""
        if "all" not in self.fingerprints:
            digest = sha256()
            for name, column in self.columns.items():
                digest.update(f"{name}:{column.kind}:{column.classes}".encode())
                for part in _parts(column.values):
                    digest.update(part)
            self.fingerprints["all"] = digest.hexdigest()
        digest = sha256(self.fingerprints["all"].encode())
        digest.update(self.train.tobytes() + b"|" + self.test.tobytes())
        return digest.hexdigest()


_KINDS: dict[str, str] = {
    "image": "images",
    "text": "texts",
    "vector": "vectors",
    "number": "numbers",
    "label": "classes",
    "graph": "a graph",
    "boxes": "boxes",
}


def _parts(values: Any) -> Iterator[bytes]:
    """Everything that makes values what they are: also the form of an array, since other forms have the same bytes.

    Values that lie elsewhere have a digest of what they are made from.
    """
    if isinstance(values, Graph):
        yield from (*_parts(values.nodes), *_parts(values.edges))
    elif isinstance(values, Stored):
        yield values.digest.encode()
    elif isinstance(values, np.ndarray) and not values.dtype.hasobject:
        yield f"{values.dtype}{values.shape}".encode()
        yield values.tobytes()
    else:
        yield from (repr(value).encode() for value in values)


def _shown(column: Column, row: int) -> Any:
    if isinstance(column.values, Graph):
        return row
    value = column.values[row]
    if column.kind == "label":
        return column.classes[int(value)]
    if column.kind == "vector":
        return [round(float(entry), 4) for entry in value]
    if column.kind == "boxes":
        return [column.classes[int(box[4])] for box in value if box[4] >= 0]
    return float(value) if column.kind == "number" else value
