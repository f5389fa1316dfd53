"""From rows of the data to the network's arguments: each input node's column, prepared by its block."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from builder.block import InputBlock
from builder.data import Column, Dataset, Graph
from builder.data.dataset import ColumnKind
from builder.planned import Plan
from builder.problem import Refused
from builder.registry import filled

if TYPE_CHECKING:
    import torch

    Values = dict[str, torch.Tensor]

KINDS: dict[str, tuple[ColumnKind, ...]] = {
    "image": ("image",),
    "ids": ("text",),
    "vector": ("vector", "number"),
    "tokens": ("vector",),
    "nodes": ("graph",),
    "condition": ("label", "number"),
}
"""Kind of the first port of an input block -> columns that can feed it."""


class Feed:
    """Arguments of the network for rows of a data set.

    Texts, numbers and a graph are prepared once, all rows together, so that every batch is padded alike and a
    kept feature is the same as a fresh one. Pictures are prepared batch by batch, since they are large.
    """

    def __init__(self, planned: Plan, dataset: Dataset) -> None:
        self._planned = planned
        self.columns = {
            node: source_of(planned, dataset, node)
            for node in dict.fromkeys(argument.node for argument in planned.arguments)
        }
        self._dataset = dataset
        self._rows = np.concatenate([dataset.train, dataset.test])
        self._place = {int(row): place for place, row in enumerate(self._rows)}
        self._whole = {
            node: prepare(planned, node, values_of(planned, node, dataset.columns[name], self._rows))
            for node, name in self.columns.items()
            if dataset.columns[name].kind != "image"
        }

    def arguments(self, rows: Any, device: "torch.device", names: Collection[str] | None = None) -> "Values":
        """The network's arguments by name for these rows, on this device, all or some; a graph comes whole."""
        import torch

        places = torch.tensor([self._place[int(row)] for row in rows])
        found: Values = {}
        for argument in self._planned.arguments:
            if names is not None and argument.name not in names:
                continue
            column = self._dataset.columns[self.columns[argument.node]]
            if argument.node not in self._whole:
                value = prepare(self._planned, argument.node, column.take(np.asarray(rows)))[argument.port]
                value = value.contiguous(memory_format=torch.channels_last) if value.dim() == 4 else value
            elif column.kind == "graph":
                value = self._whole[argument.node][argument.port]
            else:
                value = self._whole[argument.node][argument.port][places]
            found[argument.name] = value.to(device)
        return found


def source_of(planned: Plan, dataset: Dataset, node: str) -> str:
    """The name of the column that feeds an input node.

    Raises:
        Refused: the data set has no fitting column; the problem names the node.
    """
    block = planned.block(node)
    params = filled(block, planned.document.node(node).params)
    port = next(iter(block.outputs.values()))
    try:
        return dataset.column_name(str(params.get("column", "")), KINDS.get(port.kind, ()))
    except Refused as error:
        raise Refused(error.problem.at(node)) from None


def values_of(planned: Plan, node: str, column: Column, rows: Any) -> Any:
    """A column's values for an input node: the names of classes where the node asks for a condition."""
    values = column.take(np.asarray(rows))
    kind = next(iter(planned.block(node).outputs.values())).kind
    return [column.classes[value] for value in values] if kind == "condition" and column.classes else values


def prepare(planned: Plan, node: str, values: Any) -> "Values":
    """Values of a column as tensors for each output port of an input node."""
    block = cast(InputBlock, planned.block(node))
    params = filled(block, planned.document.node(node).params)
    given = {"nodes": values.nodes, "edges": values.edges} if isinstance(values, Graph) else values
    try:
        return dict(block.prepare(params, given))
    except Refused as error:
        raise Refused(error.problem.at(node)) from None


def truth_of(column: Column, rows: Any) -> "torch.Tensor":
    """The true classes or values of these rows."""
    import torch

    return torch.as_tensor(column.values[np.asarray(rows)])
