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


@dataclass(frozen=True)
class Way:
    """One way to run: with or without folded normalisations.

    The number of threads is no part of it: it changes the last digits of what is computed, and which is faster differs
    from run to run, so that the same seed would no longer give the same network.
    """

    folds: tuple[Fold, ...] = ()


class Pace:
    """Runs pieces of work. None is run for the measurement alone: each result counts, whichever way it came about."""

    def __init__(self, ways: list[Way], clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._ways = ways
        self._waiting = list(ways) if len(ways) > 1 else []
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
        self._seconds[number] = min(spent, self._seconds.get(number, spent))
        return found

    @property
    def fastest(self) -> Way:
        return self._ways[min(self._seconds, key=lambda number: self._seconds[number], default=0)]


@contextmanager
def _in(way: Way) -> Iterator[None]:
    with folded(way.folds) if way.folds else nullcontext():
        yield


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
