"""Formulas for sizes, with their numbers filled in: how each axis that leaves a block follows from what arrives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from builder.sizes import PROBES, Size, Symbolic, solve
from builder.spec import Spec


@dataclass(frozen=True)
class Term:
    """The size of one axis, and the reckoning that leads to it, in words and numbers."""

    size: Size
    text: str


Formula = tuple[Term, ...]
"""One term for each axis of an output."""


def reckon(function: Callable[..., int], *sizes: Size) -> Size:
    """The size that a function of sizes gives, also where some of them are symbols."""
    first, second = (
        function(*(size.at(probe) if isinstance(size, Symbolic) else size for size in sizes))
        for probe in PROBES
    )
    return solve((first, second), PROBES)


def kept(size: Size) -> Term:
    """An axis that stays as it is."""
    return Term(size, f"stays as it arrives: {size}")


def unchanged(spec: Spec) -> Formula:
    """Every axis as it arrives."""
    return tuple(kept(size) for size in spec.shape)


def given(size: Size, name: str) -> Term:
    """An axis whose size a parameter says."""
    return Term(size, f"{name} = {size}")


def window(
    size: Size, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1, *, ceil: bool = False
) -> Term:
    """How many places a sliding window finds on an axis."""

    def places(length: int) -> int:
        room = length + 2 * padding - dilation * (kernel - 1) - 1
        if not ceil:
            return room // stride + 1
        count = -(-room // stride) + 1
        return count - 1 if (count - 1) * stride >= length + padding else count

    found = reckon(places, size)
    if (kernel, stride, padding) == (1, 1, 0):
        return Term(found, f"a window of 1 fits everywhere: {size}")
    room = f"{size} + 2·{padding} − {dilation}·({kernel} − 1) − 1"
    rounded = ("rounded up" if ceil else "rounded down") if stride > 1 else ""
    text = f"({room}) / {stride} + 1" if stride > 1 else f"{room} + 1"
    return Term(found, " ".join(part for part in (f"{text} = {found}", rounded) if part))


def spread(
    size: Size, *, kernel_size: int, stride: int, padding: int, output_padding: int, dilation: int
) -> Term:
    """How many places a window that runs backwards makes of an axis."""
    reach = dilation * (kernel_size - 1) + output_padding + 1
    found = reckon(lambda length: (length - 1) * stride - 2 * padding + reach, size)
    grown = f"{dilation}·({kernel_size} − 1) + {output_padding} + 1"
    return Term(found, f"({size} − 1)·{stride} − 2·{padding} + {grown} = {found}")


def product(sizes: Sequence[Size], why: str = "") -> Term:
    """Several axes laid behind one another."""
    found = reckon(_multiplied, *sizes)
    lead = f"{why}: " if why else ""
    return Term(found, lead + " · ".join(str(size) for size in sizes) + f" = {found}")


def added(sizes: Sequence[Size], why: str = "") -> Term:
    """Sizes put behind one another along one axis."""
    found = reckon(lambda *numbers: sum(numbers), *sizes)
    lead = f"{why}: " if why else ""
    return Term(found, lead + " + ".join(str(size) for size in sizes) + f" = {found}")


def _multiplied(*numbers: int) -> int:
    total = 1
    for number in numbers:
        total *= number
    return total
