"""A task: the truth, loss, metric, baseline and answer of an output."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from builder.data.dataset import Array, Column, ColumnKind, Dataset

if TYPE_CHECKING:
    from torch import Tensor

Params = Mapping[str, Any]
"""Every parameter of the output block, with defaults filled in."""


@dataclass(frozen=True)
class Baseline:
    """What is reached without the network: by the best constant answer, and by a classical model.

    `fitted` are the arrays that the model needs to answer again; they are kept beside the weights.
    """

    name: str
    value: float
    constant: float
    fitted: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """One sample beside a network's answer: its columns, and the arrays of the baseline that was fitted."""

    columns: Mapping[str, Any]
    fitted: Mapping[str, Array] = field(default_factory=dict)


class Task(ABC):
    """What an output does with the values that arrive at its ports; tasks hold no state.

    `results` are the values of the output's ports in order, batch first.
    """

    kinds: ClassVar[tuple[ColumnKind, ...]]
    """Kinds of columns that may be its target."""

    @abstractmethod
    def truth(self, params: Params, column: Column, rows: Any, results: "tuple[Tensor, ...]") -> "Tensor":
        """What the results of these rows are compared with."""

    @abstractmethod
    def loss(self, params: Params, results: "tuple[Tensor, ...]", truth: "Tensor") -> "Tensor":
        """How far off they are, as one number to learn from."""

    @abstractmethod
    def guess(self, params: Params, results: "tuple[Tensor, ...]") -> "Tensor":
        """What the metric looks at, one row a sample."""

    @abstractmethod
    def measure(self, params: Params, guesses: "Tensor", truth: "Tensor") -> float:
        """The metric over many samples."""

    @abstractmethod
    def baseline(
        self, params: Params, dataset: Dataset, column: Column, results: "tuple[Tensor, ...]", width: int
    ) -> Baseline:
        """What is reached without the network; `results` are those of a few rows, `width` is that of the code."""

    @abstractmethod
    def answer(self, params: Params, results: "tuple[Tensor, ...]", seen: Seen) -> dict[str, Any]:
        """One sample's results as plain data that can be drawn, with ``kind`` and a sentence ``said``."""
