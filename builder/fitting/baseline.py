"""Baselines, measured in the same run on the same rows: the best constant answer, and a plain classical model."""

from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np

from builder.data import Column, Dataset
from builder.data.dataset import Array
from builder.fitting.metrics import measure
from builder.fitting.targets import Target

MAX_ROWS = 2_000
MAX_SIDE = 32


def baseline(dataset: Dataset, columns: tuple[str, ...], target: Target) -> dict[str, Any]:
    """What a model without any network reaches for one target.

    `columns` are the columns that feed the network; the first decides the kind of baseline. ``majority`` is the
    best that one constant answer can reach on the test rows.
    """
    truth = dataset.columns[target.column].values
    constant = _constant(dataset, target, truth)
    result: dict[str, Any] = {"metric": target.metric, "majority": constant}
    classes = len(np.unique(truth[dataset.train]))
    if target.is_class and classes < 2:
        return result | {"name": "the most frequent class", "value": constant}
    column = _chosen(dataset, columns)
    kind = _NAMES[column.kind]
    model = "logistic regression" if target.is_class else "linear regression"
    rows = dataset.train[:MAX_ROWS]
    shown = f", {MAX_ROWS:,} rows" if len(rows) < len(dataset.train) else ""
    guesses = _predict(column, target, rows, dataset.test, truth)
    return result | {
        "name": f"{kind} + {model}{shown}",
        "value": measure(target, guesses, truth[dataset.test]),
    }


_NAMES = {
    "image": "raw pixels",
    "text": "tf-idf",
    "vector": "raw numbers",
    "number": "raw number",
    "label": "raw class",
    "graph": "node features without the graph",
}


def _chosen(dataset: Dataset, columns: tuple[str, ...]) -> Column:
    order = ("image", "text", "graph", "vector", "number", "label")
    found = [dataset.columns[name] for name in columns]
    return min(found, key=lambda column: order.index(column.kind))


def _constant(dataset: Dataset, target: Target, truth: Array) -> float:
    test = truth[dataset.test]
    if target.is_class:
        return max(measure(target, np.full_like(test, label), test) for label in np.unique(test))
    mean = truth[dataset.train].mean(axis=0)
    return measure(target, np.broadcast_to(mean, test.shape).copy(), test)


def _predict(column: Column, target: Target, train: Array, test: Array, truth: Array) -> Array:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = LogisticRegression(max_iter=500) if target.is_class else Ridge()
    before = TfidfVectorizer() if column.kind == "text" else StandardScaler()
    pipeline = make_pipeline(before, model)
    with catch_warnings():
        simplefilter("ignore")
        pipeline.fit(_rows(column, train), truth[train])
        return np.asarray(pipeline.predict(_rows(column, test)))


def _rows(column: Column, rows: Array) -> Any:
    """A row of plain numbers for each sample, or the texts."""
    if column.kind == "graph":
        return column.values.nodes[rows]
    if column.kind == "image":
        return _pixels(column, rows)
    values = column.take(rows)
    return values if column.kind in ("text", "vector") else np.asarray(values)[:, None]


def _pixels(column: Column, rows: Array) -> Array:
    """Pixels of at most 32 x 32, one channel where all pictures are grey; a few hundred pictures at a time."""
    parts, grey = [], True
    for start in range(0, len(rows), 256):
        images = column.take(rows[start : start + 256])
        grey = grey and bool((images == images[..., :1]).all())
        parts.append(_small(images))
    small = np.concatenate(parts)
    return np.asarray((small[..., :1] if grey else small).reshape(len(rows), -1))


def _small(images: Array) -> Array:
    """Pictures as values in 0..1, with squares of pixels averaged where they are large."""
    step = -(-max(images.shape[1:3]) // MAX_SIDE)
    values = images.astype(np.float32) / 255
    if step == 1:
        return values
    height, width = (side // step for side in images.shape[1:3])
    whole = values[:, : height * step, : width * step]
    return np.asarray(whole.reshape(len(images), height, step, width, step, -1).mean(axis=(2, 4)))
