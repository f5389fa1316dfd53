"""The receptive field: how much of an input each position of a wire sees, followed through the real modules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from builder.documents.graph import Graph
from builder.planning.planned import Plan
from builder.sizes import Symbolic
from builder.spec import Spec

if TYPE_CHECKING:
    import torch
    from torch import nn

    from builder.looking.tracing import Tracing

PROBE = {"B": 2, "T": 12, "N": 14, "E": 38}
_POSITIONS = ("H", "W", "T")


@dataclass(frozen=True)
class Reach:
    """Along one axis of an input: how many of its positions one position of the wire sees.

    Neighbours see stretches that are `jump` apart; the first begins at `start`, which lies before the border where
    padding is seen. `least` differs from `size` where up-sampling gives neighbours unequal stretches. `length` is
    the input's own size, None where that changes from batch to batch.
    """

    axis: str
    size: int
    least: int
    jump: Fraction
    start: int
    length: int | None

    @property
    def whole(self) -> bool:
        """Whether the very first position sees all of the input already."""
        return self.length is not None and self.start <= 0 and self.start + self.size >= self.length

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self)) | {"jump": str(self.jump), "whole": self.whole}


@dataclass(frozen=True)
class Field:
    """What the positions of a wire see of one input: a stretch along each axis, or `mixed`: everything, and why.

    `single` says that the wire has one position left, as a vector has.
    """

    source: str
    reaches: tuple[Reach, ...] = ()
    mixed: str = ""
    single: bool = False

    @property
    def said(self) -> str:
        """The same in a sentence."""
        if self.mixed:
            return f"Not defined: {self.mixed}, so that a position depends on more than a window of {self.source}."
        sizes = " × ".join(str(reach.size) for reach in self.reaches)
        unit = "pixels" if any(reach.axis in "HW" for reach in self.reaches) else "steps"
        seen = f"{sizes} {unit} of {self.source}"
        if all(reach.whole for reach in self.reaches):
            who = "It" if self.single else "Every position"
            return f"{who} sees all of {self.source}: the window is {sizes} {unit}, padding included."
        if self.single:
            return f"Sees {seen}."
        jumps = " × ".join(dict.fromkeys(str(reach.jump) for reach in self.reaches))
        return f"Each position sees {seen}; the windows of neighbours lie {jumps} apart."

    def to_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "axes": [reach.to_json() for reach in self.reaches],
            "mixed": self.mixed,
            "single": self.single,
            "said": self.said,
        }


def receptive_fields(planned: Plan, node: str, port: str) -> tuple[Field, ...]:
    """How much of each input in front of it a wire sees. Runs the real modules without weights or data.

    Inputs without positions, such as vectors and graphs, have no field.
    """
    above = Graph.of(planned.document).above([node])
    return tuple(
        field
        for source in planned.order
        if source in above and planned.role(source) == "input"
        for name, spec in planned.nodes[source].specs.items()
        if _places(spec) and (field := _field(planned, (source, name), (node, port))) is not None
    )


def _field(planned: Plan, source: tuple[str, str], wire: tuple[str, str]) -> Field | None:
    from builder.looking.traces import Factor
    from builder.looking.tracing import Tracing

    place: list[str] = []
    tracing = Tracing(place)
    tensor = _run(planned, source, wire, tracing, place)
    trace = None if tensor is None else tracing.of(tensor)
    if trace is None:
        return None
    name = source[0]
    if trace.mixed:
        return Field(name, mixed=trace.mixed)
    spec = planned.specs[source]
    found: dict[str, Factor] = {factor.along: factor for factor in trace.positions()}
    reaches = [_reach(axis, found[axis], size) for axis, size in _places(spec).items() if axis in found]
    return Field(name, tuple(reaches), single=all(factor.size == 1 for factor in found.values()))


def _reach(axis: str, factor: Any, size: Any) -> Reach:
    least, most = factor.extent.sizes
    first = min((span[0] for span in factor.extent.spans if span), default=0)
    return Reach(axis, most, least, factor.extent.jump, first, size if isinstance(size, int) else None)


def _places(spec: Spec) -> dict[str, Any]:
    """The axes of an input that are rows of positions, with their sizes."""
    if spec.kind in ("mask", "edges", "index", "condition", "nodes", "vector"):
        return {}
    return {letter: size for letter, size in zip(spec.axes, spec.shape, strict=True) if letter in _POSITIONS}


def _run(
    planned: Plan, source: tuple[str, str], wire: tuple[str, str], tracing: "Tracing", place: list[str]
) -> "torch.Tensor | None":
    """Run everything in front of a wire, with the positions of one input under watch.

    A port that nothing uses may not be computed at all: None.
    """
    import torch

    from builder.looking.place import placed
    from builder.looking.questions import Questions
    from builder.weightless.running import twin

    values: dict[tuple[str, str], torch.Tensor] = {}
    above = Graph.of(planned.document).above([wire[0]])
    with torch.no_grad(), Questions(), tracing:
        for node in (node for node in planned.order if node in above):
            if planned.role(node) == "input":
                made = {port: _empty(spec) for port, spec in planned.nodes[node].specs.items()}
            else:
                with placed(place, node, twin(planned.nodes[node].recipe)) as module:
                    made = _results(planned, node, values, tracing, module)
            values |= {(node, port): tensor for port, tensor in made.items()}
            if node == source[0]:
                tracing.put(values[source], _begin(planned.specs[source]))
    return values.get(wire)


def _results(
    planned: Plan,
    node: str,
    values: Mapping[tuple[str, str], "torch.Tensor"],
    tracing: "Tracing",
    module: "nn.Module | None",
) -> "dict[str, torch.Tensor]":
    from builder.looking.traces import Trace
    from builder.weightless.running import evaluate

    recipe = planned.nodes[node].recipe
    given = list(arriving(planned, node, values))
    if recipe.on_cpu:  # its shapes need values, which a run without data does not have
        made = {port: _empty(spec) for port, spec in planned.nodes[node].specs.items()}
        for tensor in made.values():
            if any(tracing.of(one) for one in given):
                tracing.put(tensor, Trace(mixed=f"{node} ({planned.block(node).title}) works on a graph"))
        return made
    waiting = iter(given)
    return evaluate(recipe, planned.site(node), module, lambda _: next(waiting))


def arriving(planned: Plan, node: str, values: Mapping[tuple[str, str], Any]) -> Iterator[Any]:
    """What arrives at a node, port by port and wire by wire, in the order in which a recipe takes it."""
    for name in planned.block(node).inputs:
        for edge in planned.document.into(node):
            if edge.input == name:
                yield values[edge.source, edge.output]


def _begin(spec: Spec) -> Any:
    from builder.looking.traces import Factor, Trace, plain

    at = [size.at(PROBE) if isinstance(size, Symbolic) else size for size in spec.shape]
    places = _places(spec)
    return Trace(
        tuple(
            (Factor(size, letter),) if letter in places else plain(size)
            for letter, size in zip(spec.axes, at, strict=True)
        )
    )


def _empty(spec: Spec) -> "torch.Tensor":
    import torch

    shape = [size.at(PROBE) if isinstance(size, Symbolic) else size for size in spec.shape]
    return torch.zeros(shape, dtype=getattr(torch, spec.dtype), device="meta")
