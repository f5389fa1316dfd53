"""A rule: from one operation to what it does to positions.

A rule gives the trace of the result, or the words for why positions no longer see apart from one another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.looking.extent import Extent
from builder.looking.traces import Axis, Factor, Trace, plain

POOLED = "pools unequal windows"
ATTENDED = "lets every position look at every other"
NORMALISED = "normalises over all positions"
SPREAD = "hands what it found everywhere to every position"
AMONG = "puts other things among the positions"
TORN = "puts the positions in another order"


@dataclass(frozen=True)
class Call:
    """One operation: its arguments by position, the trace of each tensor among them, and the result's shape."""

    args: Sequence[Any]
    traces: Mapping[int, Trace]
    shape: tuple[int, ...]

    @property
    def trace(self) -> Trace:
        return self.traces[id(self.args[0])]

    def get(self, place: int, default: Any) -> Any:
        return self.args[place] if place < len(self.args) and self.args[place] is not None else default

    def traced(self) -> list[tuple[Trace, int]]:
        """The traces of the tensors among the arguments, rows of tensors included, each with its rank."""
        flat = [item for arg in self.args for item in (arg if isinstance(arg, (tuple, list)) else (arg,))]
        return [(self.traces[id(item)], item.ndim) for item in flat if id(item) in self.traces]


Rule = Callable[[Call], Trace | str]


def summed(axis: Axis) -> Axis:
    """An axis that is summed over: one entry, which depends on whatever its positions depend on."""
    return tuple(factor.summed() for factor in axis if factor.along) or plain(1)


def changed(axis: Axis, size: int, change: Callable[[Extent], Extent | None]) -> Axis | None:
    """An axis whose positions go through a change of their extent; None where they were folded with something."""
    places = [factor for factor in axis if factor.along]
    if not places:
        return plain(size)
    if len(axis) > 1:
        return None
    extent = change(places[0].extent)
    return (Factor(size, places[0].along, extent),) if extent else None
