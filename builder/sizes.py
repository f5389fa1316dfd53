"""Sizes and shapes as people write them: numbers, and symbols such as B (batch), T (tokens), N (nodes), E (edges)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

SYMBOLS = ("B", "T", "N", "E")
"""What a size may depend on: batch, tokens, nodes, edges."""


PROBES = ({"B": 5, "T": 12, "N": 14, "E": 38}, {"B": 7, "T": 20, "N": 30, "E": 60})
"""Two sets of values for the symbols. A size that differs between them follows the symbol that fits."""


@dataclass(frozen=True)
class Symbolic:
    """A size that follows a symbol: ``factor * symbol + offset``, such as ``2*B`` or ``T - 2``."""

    symbol: str
    factor: Fraction = Fraction(1)
    offset: int = 0

    def at(self, values: dict[str, int]) -> int:
        """The number this size has when the symbols have these values."""
        return int(self.factor * values[self.symbol] + self.offset)

    def __hash__(self) -> int:
        return hash((self.symbol, self.offset))  # a fraction takes long to hash, and hardly ever decides

    def __str__(self) -> str:
        return self._text

    @cached_property
    def _text(self) -> str:
        head = {Fraction(1): self.symbol}.get(self.factor, f"{self.factor.numerator}*{self.symbol}")
        if self.factor.denominator != 1:
            head = f"{self.symbol if self.factor.numerator == 1 else head}/{self.factor.denominator}"
        if not self.offset:
            return head
        return f"{head} {'+' if self.offset > 0 else '-'} {abs(self.offset)}"


Size = int | Symbolic
Shape = tuple[Size, ...]


def symbol(name: str) -> Symbolic:
    """The size that is exactly this symbol."""
    return Symbolic(name)


def shape_text(shape: Sequence[Size]) -> str:
    """A shape as it stands on a wire: ``B × 2048 × 7 × 7``; a scalar reads ``one number``."""
    return " × ".join(str(size) for size in shape) or "one number"


def solve(values: Sequence[int], probes: Sequence[dict[str, int]], symbols: Sequence[str] = SYMBOLS) -> Size:
    """Find the size that had these values in two probes with other symbol values, of these symbols if one fits.

    The simplest expression wins: few terms, small numbers.
    """
    first, second = values
    if first == second:
        return first
    candidates: list[tuple[int, Symbolic]] = []
    for name in symbols:
        at_first, at_second = probes[0][name], probes[1][name]
        factor = Fraction(second - first, at_second - at_first)
        offset = first - factor * at_first
        if factor > 0 and offset.denominator == 1:
            cost = factor.numerator + 4 * factor.denominator + 2 * abs(int(offset))
            candidates.append((cost, Symbolic(name, factor, int(offset))))
    if not candidates and len(symbols) < len(SYMBOLS):
        return solve(values, probes)
    return min(candidates, key=lambda pair: pair[0])[1] if candidates else first
