"""What each output is compared with: its column of the data, its loss, weight and metric, checked to fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import TYPE_CHECKING, Any

from builder.block import OutputBlock
from builder.data import Column, Dataset
from builder.data.dataset import ColumnKind
from builder.documents.graph import Graph
from builder.planning.planned import Plan
from builder.problem import Refused, refuse
from builder.registry import filled
from builder.tasks import TASKS, Task

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Target:
    """The target of one output node. `width` is the number of scores or values a sample that leave there.

    `results` are the names under which the network hands out its values. Where the output has a task, that says
    what they mean, with the output's parameters; `code` is the least width that everything in front goes through.
    """

    node: str
    column: str
    kind: str
    loss: str
    weight: float
    metric: str
    width: int
    classes: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    task: Task | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    code: int = 0

    @property
    def is_class(self) -> bool:
        return self.task is None and self.kind == "label"


def targets_of(planned: Plan, dataset: Dataset) -> tuple[Target, ...]:
    """The target of every output that has a loss.

    Raises:
        Refused: a column is missing, the classes do not fit the width, or a loss does not fit its column.
    """
    found = tuple(
        target for node in planned.results if (target := _target(planned, dataset, node)) is not None
    )
    if not found:
        raise refuse(
            "no_loss",
            "No output has a loss, so there is nothing to learn from.",
            node=planned.results[0] if planned.results else None,
            param="loss",
            expected="a loss on at least one output",
            got="none",
            next="Set the loss of an output.",
        )
    return found


def loss_of(target: Target, results: "tuple[Tensor, ...]", truth: "Tensor") -> "Tensor":
    """The loss of one output on a batch, before its weight."""
    from torch.nn import functional

    if target.task:
        return target.task.loss(target.params, results, truth)
    output = results[0].float()
    if target.loss == "cross_entropy":
        return functional.cross_entropy(output, truth)
    wanted = _shaped(target, truth, output)
    if target.loss == "bce":
        return functional.binary_cross_entropy_with_logits(output, wanted)
    return functional.mse_loss(output, wanted) if target.loss == "mse" else functional.l1_loss(output, wanted)


def _target(planned: Plan, dataset: Dataset, node: str) -> Target | None:
    params = filled(planned.block(node), planned.document.node(node).params)
    if params["loss"] == "none":
        return None
    if task := TASKS.get(_task_name(planned, node)):
        return _of_task(planned, dataset, node, task, params)
    edge = planned.document.into(node)[0]
    shape = planned.specs[edge.source, edge.output].shape
    width = 1
    for size in shape[1:]:
        width *= size if isinstance(size, int) else 1
    try:
        name = _column(dataset, params["target"], ("label", "number", "vector"))
        column = dataset.columns[name]
        target = Target(
            node,
            name,
            column.kind,
            params["loss"],
            float(params["weight"]),
            params["metric"],
            width,
            column.classes,
            planned.handed_by(node),
        )
        _check(target, column)
    except Refused as error:
        raise Refused(error.problem.at(node)) from None
    return target


def _column(dataset: Dataset, name: str, kinds: Sequence[ColumnKind]) -> str:
    """The name of a target's column, found as `Dataset.column_name` finds it."""
    try:
        return dataset.column_name(name, kinds)
    except Refused as error:
        raise Refused(replace(error.problem, param="target")) from None


def _task_name(planned: Plan, node: str) -> str:
    block = planned.block(node)
    return block.task if isinstance(block, OutputBlock) else ""


def _of_task(planned: Plan, dataset: Dataset, node: str, task: Task, params: Mapping[str, Any]) -> Target:
    try:
        name = dataset.column_name(params["target"], task.kinds)
    except Refused as error:
        raise Refused(error.problem.at(node)) from None
    return Target(
        node,
        name,
        dataset.columns[name].kind,
        params["loss"],
        float(params["weight"]),
        params["metric"],
        width=0,
        classes=dataset.columns[name].classes,
        results=planned.handed_by(node),
        task=task,
        params={**params, "target": name},
        code=_narrowest(planned, node),
    )


def _narrowest(planned: Plan, node: str) -> int:
    """The fewest numbers a sample at any node that everything on the way to an output goes through."""
    widths = []
    for place in Graph.of(planned.document).needed_by(node):
        sizes = [
            prod(size for size in spec.shape[1:] if isinstance(size, int))
            for (owner, port), spec in planned.specs.items()
            if owner == place and any(edge.output == port for edge in planned.document.out_of(place))
        ]
        widths += [sum(sizes)] if sizes else []
    return min(widths, default=1)


def _check(target: Target, column: Column) -> None:
    by_class = target.metric in ("accuracy", "macro_f1")
    if by_class != target.is_class or (target.loss == "cross_entropy" and not target.is_class):
        raise _mismatch(target)
    if target.is_class:
        _check_classes(target)
    elif target.width != _width(column):
        raise refuse(
            "target_width",
            f"The target {target.column!r} has {_width(column)} numbers a sample, and the output gives {target.width}.",
            port="x",
            expected=f"B × {_width(column)}",
            got=f"B × {target.width}",
            next=f"Set the width of the last layer to {_width(column)}.",
        )


def _check_classes(target: Target) -> None:
    needed = len(target.classes)
    if target.loss == "bce" and target.width == 1 and needed == 2:
        return
    if needed > target.width:
        raise refuse(
            "class_count",
            f"The column {target.column!r} has {needed} classes, and the output has only {target.width} places.",
            port="x",
            expected=f"B × {needed}",
            got=f"B × {target.width}",
            next=f"Set the width of the last layer to {needed}.",
        )


def _mismatch(target: Target) -> Refused:
    if target.is_class:
        said = f"The column {target.column!r} holds classes, and this output expects values."
        advice = "Use a class output, or choose a column of numbers as the target."
    else:
        said = f"The column {target.column!r} holds numbers, and this output expects classes."
        advice = "Use a value output, or choose a column of classes as the target."
    return refuse(
        "target_kind",
        said,
        param="target",
        expected="numbers" if target.is_class else "classes",
        got="classes" if target.is_class else "numbers",
        next=advice,
    )


def _width(column: Column) -> int:
    values: Any = column.values
    return int(values.shape[1]) if values.ndim > 1 else 1


def _shaped(target: Target, truth: "Tensor", output: "Tensor") -> "Tensor":
    """The truth in the shape of the output: one-hot where a yes or no is asked for each class."""
    from torch.nn import functional

    if target.is_class and output.shape[-1] > 1:
        return functional.one_hot(truth, output.shape[-1]).float()
    return truth.float().reshape(output.shape)
