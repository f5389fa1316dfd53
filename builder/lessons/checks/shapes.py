"""Checks of what Netgraft says about the canvas: problems, shapes, sizes and receipts, read from the plan."""

from dataclasses import dataclass
from typing import final

from builder.lessons.check import Check
from builder.lessons.state import State


@final
@dataclass(frozen=True)
class Sound(Check):
    """Every shape fits, from an input to an output."""

    form = "sound"

    def met(self, state: State) -> bool:
        return state.plan.sound and bool(state.plan.results)

    def said(self) -> str:
        return "Everything fits."


@final
@dataclass(frozen=True)
class ProblemAt(Check):
    """A problem of this code stands at a node."""

    form = "problem CODE at NODE"
    code: str
    node: str

    def met(self, state: State) -> bool:
        places = {node.id for node in state.nodes(self.node)}
        return any(problem.code == self.code and problem.node in places for problem in state.problems)

    def said(self) -> str:
        return f"Netgraft reports at {self.node}: {_title(self.code)}."


@final
@dataclass(frozen=True)
class ProblemThere(Check):
    """A problem of this code stands anywhere."""

    form = "problem CODE"
    code: str

    def met(self, state: State) -> bool:
        return any(problem.code == self.code for problem in state.problems)

    def said(self) -> str:
        return f"Netgraft reports: {_title(self.code)}."


@final
@dataclass(frozen=True)
class NoProblem(Check):
    """No problem of this code stands anywhere, and everything fits."""

    form = "no problem CODE"
    code: str

    def met(self, state: State) -> bool:
        return Sound().met(state) and not ProblemThere(self.code).met(state)

    def said(self) -> str:
        return f"Netgraft no longer reports: {_title(self.code)}."


@final
@dataclass(frozen=True)
class ShapeIs(Check):
    """An output port carries a shape, written as on the wire; x may stand for ×."""

    form = "shape NODE.PORT is SHAPE"
    node: str
    port: str
    shape: str

    def met(self, state: State) -> bool:
        specs = [state.plan.specs.get((node.id, self.port)) for node in state.nodes(self.node)]
        return any(spec is not None and _bare(spec.text) == _bare(self.shape) for spec in specs)

    def said(self) -> str:
        return f"{self.node}.{self.port} carries {self.shape.replace(' x ', ' × ')}."


@final
@dataclass(frozen=True)
class Parameters(Check):
    """The network, which fits, has this many parameters."""

    form = "parameters COUNT"
    count: int

    def met(self, state: State) -> bool:
        return Sound().met(state) and state.plan.size.parameters == self.count

    def said(self) -> str:
        return f"The network has {self.count:,} parameters."


@final
@dataclass(frozen=True)
class Trainable(Check):
    """This many parameters of the network, which fits, are trained."""

    form = "trainable COUNT"
    count: int

    def met(self, state: State) -> bool:
        return Sound().met(state) and state.plan.size.trainable == self.count

    def said(self) -> str:
        return f"{self.count:,} parameters are trained."


@final
@dataclass(frozen=True)
class FrozenTensors(Check):
    """This many tensors of the network are frozen."""

    form = "frozen tensors COUNT"
    count: int

    def met(self, state: State) -> bool:
        return Sound().met(state) and state.plan.size.frozen_tensors == self.count

    def said(self) -> str:
        return f"{self.count:,} tensors are frozen."


@final
@dataclass(frozen=True)
class TensorsKept(Check):
    """The edits inside a node dropped so many of its tensors."""

    form = "dropped tensors NODE COUNT"
    node: str
    count: int

    def met(self, state: State) -> bool:
        receipts = [state.plan.nodes[node.id].receipt for node in state.nodes(self.node)]
        return any(receipt is not None and len(receipt.dropped) == self.count for receipt in receipts)

    def said(self) -> str:
        if not self.count:
            return f"Every tensor of {self.node} is kept."
        return f"The receipt of {self.node} names {self.count:,} dropped tensors."


def _title(code: str) -> str:
    from builder.help import help_for

    title = help_for(code)[0]
    return title[0].lower() + title[1:]


def _bare(shape: str) -> str:
    return "".join(shape.replace("×", "x").split())
