"""From a person's sample to a network's arguments: seen as the training data was seen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from builder.data import Dataset, Graph, Scale, held, like, load, measured, read_picture
from builder.fitting.feed import Feed, prepare
from builder.problem import Refused, refuse
from builder.weights.trained import Trained

if TYPE_CHECKING:
    import torch

KEYS = {"image": "image", "ids": "text", "vector": "features", "nodes": "node", "condition": "condition"}
"""Kind of an input block's first port -> what a sample calls it."""

_ASKED = {
    "image": "a picture",
    "text": "a text",
    "features": "the numbers of one sample",
    "node": "the number of a node",
    "condition": "the case that it belongs to",
}


@dataclass(frozen=True)
class Asked:
    """The network's arguments for one sample, the row of the outputs that answers it, and its columns of the data."""

    arguments: "dict[str, torch.Tensor]"
    row: int
    columns: Mapping[str, Any]


def arguments_of(trained: Trained, sample: Mapping[str, Any]) -> Asked:
    """What to ask a network for one sample.

    Raises:
        Refused: an input has nothing in the sample, or what is there cannot be used; the node is named.
    """
    planned = trained.planned
    if "row" in sample:
        return asked_by_row(trained, sample["row"])
    arguments: dict[str, torch.Tensor] = {}
    columns: dict[str, Any] = {}
    row = 0
    for node in dict.fromkeys(argument.node for argument in planned.arguments):
        kind = next(iter(planned.block(node).outputs.values())).kind
        key = KEYS.get(kind, kind)
        try:
            value = _value(trained, node, key, sample)
            if key == "node":
                value, row = _node(trained, node, value)
        except Refused as error:
            raise Refused(error.problem.at(node)) from None
        columns[str(trained.record["inputs"].get(node, {}).get("column", key))] = value
        prepared = prepare(planned, node, value)
        arguments |= {
            argument.name: prepared[argument.port] for argument in planned.arguments if argument.node == node
        }
    return Asked(arguments, row, columns)


def asked_by_row(trained: Trained, given: Any, data: Dataset | None = None) -> Asked:
    """The arguments for a row of the data set itself, exactly as in training and in the test."""
    import torch

    dataset = data or load(str(trained.record.get("data", "")))
    count = len(dataset.columns[dataset.label])
    row = _place(given, count, "row in the data set")
    feed = Feed(trained.planned, replace(dataset, train=np.array([row]), test=np.array([], dtype=np.int64)))
    columns = {name: column.take(np.array([row])) for name, column in dataset.columns.items()}
    return Asked(feed.arguments([row], torch.device("cpu")), row if dataset.is_graph else 0, columns)


def _value(trained: Trained, node: str, key: str, sample: Mapping[str, Any]) -> Any:
    given = sample.get(node, sample.get(key))
    data = str(trained.record.get("data", ""))
    known = trained.record["inputs"].get(node, {})
    if given is None and key == "features" and sample.get("image") is not None:
        given = measured(data, known.get("column", ""), _picture(sample["image"]))
    if given is None:
        raise refuse(
            "sample",
            f"This network also needs {_ASKED.get(key, key)}.",
            expected=_ASKED.get(key, key),
            got=", ".join(sample) or "nothing",
            next=f"Give {_ASKED.get(key, key)} for {node!r}.",
        )
    if key == "image":
        return _image(data, given)
    if key == "text":
        return [_text(given)]
    if key == "condition":
        return [given]
    return _numbers(given, known.get("scale")) if key == "features" else given


def _picture(given: Any) -> Any:
    """A Pillow image. A text is never taken for a path: it may come from a page, under the name of any node."""
    from PIL.Image import Image

    if isinstance(given, (Path, bytes)):
        return read_picture(given)
    if not isinstance(given, Image):
        raise refuse(
            "sample",
            "This is no picture.",
            expected="a Pillow image, the path of a file as a Path, or its bytes",
            got="something else",
            next="Give the picture itself.",
        )
    return given


def _image(data: str, given: Any) -> Any:
    """The picture as the data set of the run would hold it, as a batch of one."""
    picture = _picture(given).convert("RGBA").convert("RGB")
    as_known = like(data, picture)
    return np.asarray(held(picture) if as_known is None else as_known)[None]


def _text(given: Any) -> str:
    if not isinstance(given, str) or not given.strip():
        raise refuse(
            "sample", "The text is empty.", expected="a text", got=repr(given)[:80], next="Type a text."
        )
    return given


def _numbers(given: Any, scale: Mapping[str, Any] | None) -> Any:
    try:
        row = np.asarray(given, dtype=np.float64).reshape(1, -1)
    except (TypeError, ValueError):
        row = np.full((1, 1), np.nan)
    if not np.isfinite(row).all():
        raise refuse(
            "sample",
            "These are not numbers.",
            expected="finite numbers",
            got=repr(given)[:80],
            next="Give one number for each feature.",
        )
    if scale is None:
        return row.astype(np.float32)
    if len(scale["mean"]) != row.shape[1]:
        raise refuse(
            "sample",
            f"The network takes {len(scale['mean'])} numbers, and {row.shape[1]} came.",
            expected=f"{len(scale['mean'])} numbers",
            got=f"{row.shape[1]}",
            next="Give one number for each feature.",
        )
    return Scale(tuple(scale["mean"]), tuple(scale["std"])).apply(row)


def _node(trained: Trained, node: str, given: Any) -> tuple[Any, int]:
    """The graph that the network was trained on, and the place of the node in it."""
    graph = _own_graph(trained.record["inputs"].get(node, {}).get("graph"))
    if graph is None:
        dataset = load(str(trained.record.get("data", "")))
        graph = next(column.values for column in dataset.columns.values() if column.kind == "graph")
    return graph, _place(given, len(graph.nodes), "node in the graph")


def _own_graph(kept: Mapping[str, Any] | None) -> Graph | None:
    """A person's own graph as the record holds it."""
    if not kept:
        return None
    nodes = np.eye(int(kept["count"])) if kept["nodes"] is None else np.array(kept["nodes"])
    return Graph(nodes.astype(np.float32), np.array(kept["edges"], dtype=np.int64))


def _place(given: Any, count: int, what: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < count:
        raise refuse(
            "sample",
            f"There is no such {what}.",
            expected=f"a whole number from 0 to {count - 1}",
            got=repr(given)[:80],
            next="Choose a number in this range.",
        )
    return given
