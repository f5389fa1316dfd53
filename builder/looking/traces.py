"""How the positions of a tensor depend on the input: the factors of each axis, kept through reshapes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.looking.extent import Extent

ITSELF = Extent()
"""Each position depends on the input's position of the same number."""


@dataclass(frozen=True)
class Factor:
    """A part of an axis: so many entries, which are positions along an axis of the input where `along` is given."""

    size: int
    along: str = ""
    extent: Extent = ITSELF

    def summed(self) -> "Factor":
        """One entry that depends on whatever these positions depend on."""
        whole = self.extent.window(self.size, self.size)
        return Factor(1, self.along, Extent(1, (whole.at(0),))) if whole else Factor(1)


Axis = tuple[Factor, ...]
"""An axis as the product of its factors, the slowest first; several where axes were folded into one."""


@dataclass(frozen=True)
class Trace:
    """The axes of a tensor that depends on the input, or why its positions no longer see apart (`mixed`)."""

    axes: tuple[Axis, ...] = ()
    mixed: str = ""

    def has_positions(self, dims: Iterable[int]) -> bool:
        """Whether any of these axes holds positions of the input."""
        return any(factor.along for dim in dims for factor in self.axes[dim])

    def with_axis(self, dim: int, axis: Axis) -> "Trace":
        """A copy with another axis in this place."""
        axes = list(self.axes)
        axes[dim] = axis
        return Trace(tuple(axes))

    def positions(self) -> list[Factor]:
        """The factors that are positions, in the order of the axes."""
        return [factor for axis in self.axes for factor in axis if factor.along]


def plain(size: int) -> Axis:
    """An axis without positions."""
    return (Factor(size),)


def refold(axes: Sequence[Axis], sizes: Sequence[int]) -> tuple[Axis, ...] | None:
    """The axes of a reshaped tensor; None where positions would be torn apart."""
    left = [factor for axis in axes for factor in axis if factor.size != 1 or factor.along]
    found: list[Axis] = []
    for size in sizes:
        taken: list[Factor] = []
        room = size
        while room > 1:
            if not left:
                return None
            head = left.pop(0)
            if head.size > room:
                if head.along or head.size % room:
                    return None
                left.insert(0, Factor(head.size // room))
                head = Factor(room)
            elif room % head.size:
                return None
            taken.append(head)
            room //= head.size
        found.append(tuple(taken) or plain(1))
    if found:  # single positions that are left over stay with the last axis
        found[-1] = (*found[-1], *left)
    return tuple(found)


def singles(axes: Iterable[Axis]) -> Axis | None:
    """The single positions that these axes hold, joined; None where one of them has a row of positions."""
    found: dict[str, Factor] = {}
    for factor in (factor for axis in axes for factor in axis if factor.along):
        joined = _both(found.get(factor.along, factor), factor)
        if factor.size != 1 or joined is None:
            return None
        found[factor.along] = joined
    return tuple(found.values())


def broadcast(traces: Sequence[tuple[Trace, int]], shape: Sequence[int]) -> tuple[Axis, ...] | None:
    """The axes of an elementwise result from its traced operands; None where one of them is spread over positions.

    An operand comes with its number of axes; axes are matched from the last one on.
    """
    found: list[Axis] = [plain(size) for size in shape]
    for trace, rank in traces:
        for dim, axis in enumerate(trace.axes):
            place = dim + len(shape) - rank
            joined = _joined(found[place], axis, shape[place])
            if joined is None:
                return None
            found[place] = joined
    return tuple(found)


def _joined(one: Axis, other: Axis, size: int) -> Axis | None:
    spread = _size(other) == 1 and size > 1
    if not any(factor.along for factor in other):
        return one
    if spread:
        return None
    if not any(factor.along for factor in one):
        return other
    if len(one) != len(other):
        return None
    pairs = zip(one, other, strict=True)
    factors = [_both(first, second) for first, second in pairs]
    return tuple(factor for factor in factors if factor) if all(factors) else None


def _both(one: Factor, other: Factor) -> Factor | None:
    if (one.size, one.along) != (other.size, other.along):
        return None
    if one.extent == other.extent:
        return one
    if one.size == 1:
        one, other = one.summed(), other.summed()
    joined = one.extent.joined(other.extent)
    return Factor(one.size, one.along, joined) if joined else None


def _size(axis: Axis) -> int:
    total = 1
    for factor in axis:
        total *= factor.size
    return total
