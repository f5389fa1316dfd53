"""Which stretch of the input each position of a map depends on: exact arithmetic along one axis, without torch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

Span = tuple[int, int] | None
"""First and last input position; None where a position depends on nothing, as between the spots of a stride."""

LONGEST = 4_096
"""A pattern that repeats only after more positions than this is given up."""


@dataclass(frozen=True)
class Extent:
    """Position ``q * len(spans) + r`` depends on the input from ``q * step + spans[r][0]`` to ``... + spans[r][1]``.

    Convolutions and poolings have one span; up-sampling needs one for each phase. Stretches are not cut off at the
    border of the input, so that they say what a position in the middle sees.
    """

    step: int = 1
    spans: tuple[Span, ...] = ((0, 0),)

    @property
    def jump(self) -> Fraction:
        """How far the stretches of two neighbours are apart, in input positions."""
        return Fraction(self.step, len(self.spans))

    @property
    def sizes(self) -> tuple[int, int]:
        """The shortest and the longest stretch."""
        found = [span[1] - span[0] + 1 if span else 0 for span in self.spans]
        return min(found), max(found)

    def at(self, position: int) -> Span:
        """The stretch of one position."""
        round_, place = divmod(position, len(self.spans))
        span = self.spans[place]
        return span and (span[0] + round_ * self.step, span[1] + round_ * self.step)

    def window(self, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> "Extent | None":
        """A window that slides over the positions, as in a convolution or a pooling."""
        taps = [tap * dilation - padding for tap in range(kernel)]
        period = len(self.spans) // gcd(len(self.spans), stride)
        return self._gathered(lambda at: (at * stride + tap for tap in taps), period, stride * period)

    def spread(self, kernel: int, stride: int, padding: int, dilation: int = 1) -> "Extent | None":
        """A window run backwards, as in a transposed convolution."""

        def sources(at: int) -> Iterable[int]:
            reached = (at + padding - tap * dilation for tap in range(kernel))
            return (place // stride for place in reached if place % stride == 0)

        return self._gathered(sources, len(self.spans) * stride, len(self.spans))

    def scaled(self, factor: Fraction, reach: int = 0) -> "Extent | None":
        """Interpolation to `factor` times as many positions; `reach` is 0 for nearest, 1 for linear, 2 for cubic."""

        def sources(at: int) -> Iterable[int]:
            if reach == 0:
                return (int(at / factor // 1),)
            middle = (at + Fraction(1, 2)) / factor - Fraction(1, 2)
            first = middle // 1
            if middle == first:
                return (first,)
            return range(first - reach + 1, first + reach + 1)

        return self._gathered(
            sources, len(self.spans) * factor.numerator, len(self.spans) * factor.denominator
        )

    def moved(self, by: int, stride: int = 1) -> "Extent | None":
        """Begin at another position, take every so manieth: crops, slices, and padding with a negative start."""
        return self.window(1, stride, -by)

    def joined(self, other: "Extent") -> "Extent | None":
        """What depends on both, position by position; None where the two do not keep step with each other."""
        if self.jump != other.jump:
            return None
        period = len(self.spans) * len(other.spans) // gcd(len(self.spans), len(other.spans))
        spans = tuple(_hull((self.at(place), other.at(place))) for place in range(period))
        return Extent(int(self.jump * period), spans) if period <= LONGEST else None

    def _gathered(
        self, sources: Callable[[int], Iterable[int]], period: int, advance: int
    ) -> "Extent | None":
        """Each new position depends on what its sources depend on; after a period the sources have advanced."""
        if period > LONGEST:
            return None
        spans = tuple(_hull(self.at(source) for source in sources(place)) for place in range(period))
        return Extent(advance // len(self.spans) * self.step, spans)


def _hull(spans: Iterable[Span]) -> Span:
    known = [span for span in spans if span]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None
