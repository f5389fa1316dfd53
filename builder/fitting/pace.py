"""The pace of the constant part: the ways to run it are each timed on a batch of their own, and the fastest goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, TypeVar

from builder.fitting.folding import Fold, folded, folds_of

if TYPE_CHECKING:
    import torch

    Values = dict[str, torch.Tensor]

Result = TypeVar("Result")

MARGIN = 1.2
"""Several threads have to be so much faster than one, since they take the processor from others."""


@dataclass(frozen=True)
class Way:
    """One way to run: with or without folded normalisations, on so many threads; 0 leaves them as they are."""

    folds: tuple[Fold, ...] = ()
    threads: int = 0


class Pace:
    """Runs pieces of work. None is run for the measurement alone: each result counts, whichever way it came about."""

    def __init__(self, ways: list[Way], tries: int = 1, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._ways = ways
        self._waiting = ways * tries if len(ways) > 1 else []
        self._seconds: dict[int, float] = {}

    @classmethod
    def of(cls, module: Any, part: "Callable[[Any], Values]", rows: Any, batches: int) -> "Pace":
        """The ways that give the same on a few rows, for a module on the processor; on a GPU there is one way."""
        ways = [Way()]
        parameter = next(module.parameters(), None)
        if batches < len(ways) + 1 or parameter is None or parameter.device.type != "cpu":
            return cls(ways)
        folds = folds_of(module)
        if folds and _same(part, rows[:4], folds):
            ways.append(Way(folds))
        return cls(ways, clock=process_time)

    def run(self, work: "Callable[[], Result]", count: int) -> "Result":
        """Run a piece with so many rows in the next way to be tried, or in the fastest."""
        way = self._waiting.pop(0) if self._waiting else self.fastest
        began = self._clock()
        with _in(way):
            found = work()
        number, spent = self._ways.index(way), (self._clock() - began) / count
        spent *= MARGIN if way.threads > 1 else 1.0
        self._seconds[number] = min(spent, self._seconds.get(number, spent))
        return found

    def last(self, work: "Callable[[], Result]") -> "Result":
        """Run something else in the fastest way, without a measurement."""
        with _in(self.fastest):
            return work()

    @classmethod
    def of_steps(cls, device: str) -> "Pace":
        """The ways to take a step: on all threads, or on one, since a small head is faster alone."""
        import torch

        threads = torch.get_num_threads()
        several = device == "cpu" and threads > 1
        return cls([Way(threads=threads), Way(threads=1)] if several else [Way()], tries=4)

    @property
    def fastest(self) -> Way:
        return self._ways[min(self._seconds, key=lambda number: self._seconds[number], default=0)]


@contextmanager
def _in(way: Way) -> Iterator[None]:
    import torch

    threads = torch.get_num_threads()
    other = way.threads not in (0, threads)
    try:
        if other:
            torch.set_num_threads(way.threads)
        with folded(way.folds) if way.folds else nullcontext():
            yield
    finally:
        if other:
            torch.set_num_threads(threads)


def _same(part: "Callable[[Any], Values]", rows: Any, folds: tuple[Fold, ...]) -> bool:
    """Whether the folded network gives the same on a few rows, within 1e-5 of the largest value."""
    plain = part(rows)
    with folded(folds):
        other = part(rows)
    return all(
        float((other[name] - value).abs().max()) <= 1e-5 * max(float(value.abs().max()), 1e-6)
        for name, value in plain.items()
        if value.is_floating_point()
    )
