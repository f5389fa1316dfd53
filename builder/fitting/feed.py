"""From rows of the data to the network's arguments: each input node's column, prepared by its block."""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from builder.block import InputBlock
from builder.data import Column, Dataset, Graph
from builder.data.dataset import ColumnKind
from builder.data.stored import Stored
from builder.fitting.resident import Resident
from builder.planning.planned import Argument, Plan
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

    Texts, numbers and a graph are prepared once, all rows together. A batch of texts is padded like the longest of
    all, so that a kept feature is the same as a fresh one; where `trimmed`, like the longest of its own (see
    `trimming`). Pictures are prepared batch by batch, since they are large; those that are needed again stay on the
    device where they fit (see `resident`).
    """

    trimmed = False

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
        self._lengths = {
            node: found
            for node, values in self._whole.items()
            if (found := _lengths(planned, node, values)) is not None
        }
        self._resident: dict[str, Resident] = {}
        self.stored = {
            argument.name: values
            for argument in planned.arguments
            if isinstance(values := dataset.columns[self.columns[argument.node]].values, Stored)
        }
        """What lies elsewhere, by the names of the arguments that need it."""

    def lengths(self, rows: Any, names: Collection[str] | None = None) -> "torch.Tensor | None":
        """How many tokens these rows have in the texts behind these arguments, or all; None where there are none."""
        import torch

        nodes = {
            argument.node
            for argument in self._planned.arguments
            if argument.node in self._lengths and (names is None or argument.name in names)
        }
        if not nodes:
            return None
        return torch.stack([self._lengths[node] for node in sorted(nodes)]).sum(0)[self._places(rows)]

    def ordered(self, rows: Any) -> Any:
        """The rows with the longest texts first where their padding is cut; else as they are."""
        lengths = self.lengths(rows) if self.trimmed else None
        return rows if lengths is None else rows[lengths.argsort(descending=True, stable=True).numpy()]

    def arguments(
        self,
        rows: Any,
        device: "torch.device",
        names: Collection[str] | None = None,
        *,
        again: bool = False,
    ) -> "Values":
        """The network's arguments by name for these rows, on this device, all or some; a graph comes whole.

        `again` says that the rows are asked for in every epoch.
        """
        places = self._places(rows)
        found: Values = {}
        for argument in self._planned.arguments:
            if names is not None and argument.name not in names:
                continue
            column = self._dataset.columns[self.columns[argument.node]]
            if argument.node not in self._whole:
                value = self._pictures(argument, places, device, again=again)
            elif column.kind == "graph":
                value = self._whole[argument.node][argument.port]
            else:
                value = self._whole[argument.node][argument.port][places]
                if self.trimmed and argument.node in self._lengths:
                    value = value[:, : int(self._lengths[argument.node][places].max())]
            found[argument.name] = value.to(device)
        return found

    def ahead(self, rows: Any, names: Collection[str] | None = None) -> None:
        """Begin to read what these rows need from files, for all arguments or some, while something else goes on."""
        places = self._places(rows)
        for name in self.stored if names is None else self.stored.keys() & names:
            resident = self._resident.get(name)
            missing = resident.missing(places) if resident else places
            self.stored[name].ahead(self._rows[missing.numpy()])

    def _pictures(
        self, argument: Argument, places: "torch.Tensor", device: "torch.device", *, again: bool
    ) -> "torch.Tensor":
        """Pictures of these places, looked up where they are asked for again and were prepared before."""
        import torch

        column = self._dataset.columns[self.columns[argument.node]]

        def make(wanted: "torch.Tensor") -> "torch.Tensor":
            values = column.take(self._rows[wanted.numpy()])
            value = prepare(self._planned, argument.node, values)[argument.port].to(device)
            return value.contiguous(memory_format=torch.channels_last) if value.dim() == 4 else value

        if not again:
            return make(places)
        return self._resident.setdefault(argument.name, Resident(len(self._rows))).of(places, make)

    def _places(self, rows: Any) -> "torch.Tensor":
        import torch

        return torch.tensor([self._place[int(row)] for row in rows], dtype=torch.int64)


def _lengths(planned: Plan, node: str, values: "Values") -> "torch.Tensor | None":
    """How many tokens each row has up to its last one; None where nothing tells tokens from padding."""
    import torch

    outputs = planned.block(node).outputs
    mask = next((values[port] for port in values if port in outputs and outputs[port].kind == "mask"), None)
    if mask is None or mask.dim() != 2 or any(value.shape != mask.shape for value in values.values()):
        return None
    return (mask.ne(0) * torch.arange(1, mask.shape[1] + 1)).amax(dim=1).clamp(min=1)


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
        raise Refused(replace(error.problem.at(node), param="column")) from None


def values_of(planned: Plan, node: str, column: Column, rows: Any) -> Any:
    """A column's values for an input node: the names of classes where the node asks for a condition."""
    values = column.take(np.asarray(rows))
    kind = next(iter(planned.block(node).outputs.values())).kind
    return [column.classes[value] for value in values] if kind == "condition" and column.classes else values


def prepare(planned: Plan, node: str, values: Any) -> "Values":
    """Values of a column as tensors for each output port of an input node."""
    block = cast(InputBlock, planned.block(node))
    params = planned.params(node)
    given = {"nodes": values.nodes, "edges": values.edges} if isinstance(values, Graph) else values
    try:
        return dict(block.prepare(params, given))
    except Refused as error:
        raise Refused(error.problem.at(node)) from None


def truth_of(column: Column, rows: Any) -> "torch.Tensor":
    """The true classes or values of these rows."""
    import torch

    return torch.as_tensor(column.values[np.asarray(rows)])
