"""Checks of what is drawn: blocks, wires, taps, parameters, edits and freezing, read from the document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, final

from builder.lessons.check import Check
from builder.lessons.state import State

if TYPE_CHECKING:
    from builder.documents.document import Edge, Node


@final
@dataclass(frozen=True)
class BlockThere(Check):
    """A block of this kind is on the canvas."""

    form = "block BLOCK"
    block: str

    def met(self, state: State) -> bool:
        return any(node.block == self.block for node in state.document.nodes)

    def said(self) -> str:
        return f"There is a block {self.block}."


@final
@dataclass(frozen=True)
class NoBlock(Check):
    """No block of this kind is on the canvas, which is not empty."""

    form = "no block BLOCK"
    block: str

    def met(self, state: State) -> bool:
        nodes = state.document.nodes
        return bool(nodes) and all(node.block != self.block for node in nodes)

    def said(self) -> str:
        return f"There is no block {self.block} any more."


@final
@dataclass(frozen=True)
class Wired(Check):
    """A wire leads from an output port to an input port."""

    form = "wire SOURCE to TARGET"
    source: str
    target: str

    def met(self, state: State) -> bool:
        return any(_wires(state, self.source, self.target))

    def said(self) -> str:
        return f"A wire leads from {self.source} to {self.target}."


@final
@dataclass(frozen=True)
class NoWire(Check):
    """No wire leads from the one port to the other, in a document that has wires."""

    form = "no wire SOURCE to TARGET"
    source: str
    target: str

    def met(self, state: State) -> bool:
        return bool(state.document.edges) and not any(_wires(state, self.source, self.target))

    def said(self) -> str:
        return f"No wire leads from {self.source} to {self.target}."


@final
@dataclass(frozen=True)
class Tapped(Check):
    """A module path of a node is an output port."""

    form = "tap NODE PATH"
    node: str
    path: str

    def met(self, state: State) -> bool:
        return any(self.path in node.taps for node in state.nodes(self.node))

    def said(self) -> str:
        return f"{self.path} of {self.node} is tapped."


@final
@dataclass(frozen=True)
class ParamIs(Check):
    """A parameter has a value, set by hand or by default."""

    form = "parameter NODE.PARAM is VALUE"
    node: str
    param: str
    value: object

    def met(self, state: State) -> bool:
        values = [_param(state, node, self.param) for node in state.nodes(self.node)]
        return any(value in (self.value, [self.value]) for value in values)

    def said(self) -> str:
        return f"{self.param} of {self.node} is {self.value}."


@final
@dataclass(frozen=True)
class Edited(Check):
    """A block was put in at a module path of a node, and is switched on."""

    form = "edit NODE PATH with BLOCK"
    node: str
    path: str
    block: str

    def met(self, state: State) -> bool:
        edits = (edit for node in state.nodes(self.node) for edit in node.edits if edit.on)
        return any((edit.path, edit.block) == (self.path, self.block) for edit in edits)

    def said(self) -> str:
        return f"{self.block} stands at {self.path} of {self.node}."


@final
@dataclass(frozen=True)
class EditParamIs(Check):
    """A block that was put in at a module path of a node, and is switched on, has a parameter set to a value."""

    form = "edit NODE PATH with BLOCK where PARAM is VALUE"
    node: str
    path: str
    block: str
    param: str
    value: object

    def met(self, state: State) -> bool:
        edits = (edit for node in state.nodes(self.node) for edit in node.edits if edit.on)
        here = (edit for edit in edits if (edit.path, edit.block) == (self.path, self.block))
        return any(edit.params.get(self.param) == self.value for edit in here)

    def said(self) -> str:
        return f"{self.param} of the {self.block} at {self.path} of {self.node} is {self.value}."


@final
@dataclass(frozen=True)
class Freezes(Check):
    """All of a node is frozen."""

    form = "frozen NODE"
    node: str

    def met(self, state: State) -> bool:
        nodes = state.nodes(self.node)
        return bool(nodes) and all(node.freeze is not None and node.freeze.what == "all" for node in nodes)

    def said(self) -> str:
        return f"The node {self.node} is frozen."


def _wires(state: State, source: str, target: str) -> Iterator["Edge"]:
    """The wires between two ends, each written as NODE.PORT."""
    (start, output), (end, port) = _end(source), _end(target)
    starts = {node.id for node in state.nodes(start)}
    ends = {node.id for node in state.nodes(end)}
    for edge in state.document.edges:
        if edge.source in starts and edge.target in ends and (edge.output, edge.input) == (output, port):
            yield edge


def _end(text: str) -> tuple[str, str]:
    node, _, port = text.partition(".")
    return node, port


def _param(state: State, node: "Node", name: str) -> Any:
    """A parameter's value; its default where it is not set."""
    if name in node.params:
        return node.params[name]
    declared = state.plan.block(node.id).params.get(name) if node.block in state.plan.registry else None
    return declared.default if declared else None
