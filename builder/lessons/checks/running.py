"""Checks of the learner's runs: trained, nothing frozen moved, a metric reached, a baseline beaten, tried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import nan
from typing import Any, final

from builder.lessons.check import Check
from builder.lessons.state import State

_KEYS = {"baseline": "value"}
"""What a lesson calls a baseline -> its key in a run's figures."""


@final
@dataclass(frozen=True)
class Trained(Check):
    """The network on the canvas was trained to the end."""

    form = "trained"
    runs = True

    def met(self, state: State) -> bool:
        return bool(state.own)

    def said(self) -> str:
        return "This network was trained."


@final
@dataclass(frozen=True)
class Unchanged(Check):
    """It was trained, and the proof says that none of its frozen tensors changed."""

    form = "unchanged"
    runs = True

    def met(self, state: State) -> bool:
        proofs = [trial.figures.get("proof") or {} for trial in state.own]
        return any(proof.get("tensors") and not proof.get("changed") for proof in proofs)

    def said(self) -> str:
        return "It was trained, and 0 of its frozen tensors changed."


@final
@dataclass(frozen=True)
class MetricReaches(Check):
    """In a run, a metric of an output on held-out data is at least so high."""

    form = "metric OUTPUT METRIC at least FIGURE"
    runs = True
    output: str
    metric: str
    figure: float

    def met(self, state: State) -> bool:
        return any(_number(test, self.metric) >= self.figure for test, _ in state.figures(self.output))

    def said(self) -> str:
        return f"{_words(self.metric)} of {self.output} reaches {self.figure:g}."


@final
@dataclass(frozen=True)
class AboveBaseline(Check):
    """In a run, a metric of an output on held-out data is above a baseline of the same run."""

    form = "metric OUTPUT METRIC above BASELINE"
    runs = True
    output: str
    metric: str
    baseline: str

    def met(self, state: State) -> bool:
        return any(own > base for own, base in _pairs(state, self.output, self.metric, self.baseline))

    def said(self) -> str:
        return f"{_words(self.metric)} of {self.output} is above the {self.baseline}."


@final
@dataclass(frozen=True)
class BelowBaseline(Check):
    """In a run, a metric of an output on held-out data, such as an error, is below a baseline of the same run."""

    form = "metric OUTPUT METRIC below BASELINE"
    runs = True
    output: str
    metric: str
    baseline: str

    def met(self, state: State) -> bool:
        return any(own < base for own, base in _pairs(state, self.output, self.metric, self.baseline))

    def said(self) -> str:
        return f"{_words(self.metric)} of {self.output} is below the {self.baseline}."


@final
@dataclass(frozen=True)
class Tried(Check):
    """The network was trained, and then tried on a sample."""

    form = "tried"
    runs = True

    def met(self, state: State) -> bool:
        return any(trial.tried for trial in state.own)

    def said(self) -> str:
        return "The trained network was tried on a sample."


def _pairs(state: State, output: str, metric: str, baseline: str) -> Iterator[tuple[float, float]]:
    """An output's metric on held-out data beside a baseline, for each of the runs."""
    for test, base in state.figures(output):
        yield _number(test, metric), _number(base, _KEYS.get(baseline, baseline))


def _number(figures: Mapping[str, Any], name: str) -> float:
    """A figure by its name; not a number where it is missing, which no comparison is true of."""
    value = figures.get(name)
    return float(value) if isinstance(value, int | float) else nan


def _words(metric: str) -> str:
    return metric.replace("_", " ").capitalize()
