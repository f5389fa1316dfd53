"""Values of a column that are not in memory: they are fetched when they are asked for."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


class Stored(ABC):
    """Rows of an array that lies elsewhere; a row, or an array of rows, is asked for as of an array in memory."""

    @property
    @abstractmethod
    def digest(self) -> str:
        """What tells these values from all others, as a digest."""

    @abstractmethod
    def __len__(self) -> int:
        """How many rows there are."""

    @abstractmethod
    def __getitem__(self, rows: Any) -> Array:
        """The values of one row, or of several as one array.

        Raises:
            Refused: a row cannot be read; the problem names its file.
        """

    @abstractmethod
    def ahead(self, rows: Any) -> None:
        """Begin to fetch rows that will be asked for next, while the caller does something else."""
