"""Room on the disk for as long as this process lives: a file without a name, which no end of it can leave behind."""

from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Any
from weakref import finalize

import numpy as np

from builder.data.stored import Array

SPARE = 500_000_000
"""Bytes of the disk that are left alone."""


class Scratch:
    """Arrays of one form, uint8, each at a place of its own. It may be used by several threads at once."""

    def __init__(self, file: IO[bytes], count: int, form: tuple[int, ...]) -> None:
        self._file = file
        self._form = form
        self._size = int(np.prod(form))
        self._there = np.zeros(count, dtype=bool)
        self._lock = Lock()
        finalize(self, file.close)

    @classmethod
    def of(cls, folder: Path, count: int, form: tuple[int, ...]) -> "Scratch | None":
        """Room for so many arrays on the disk of a folder; None where there is too little."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if disk_usage(folder).free < count * int(np.prod(form)) + SPARE:
                return None
            return cls(TemporaryFile(dir=folder, buffering=0), count, form)
        except OSError:
            return None

    def get(self, place: int) -> Array | None:
        """The array at a place; None where none was put, or where the disk has lost it."""
        if not self._there[place]:
            return None
        found = np.empty(self._form, dtype=np.uint8)
        try:
            with self._lock:
                self._file.seek(place * self._size)
                whole = self._file.readinto(found.reshape(-1)) == self._size  # type: ignore[attr-defined]
        except OSError:
            return None
        return found if whole else None

    def put(self, place: int, values: Array) -> None:
        """Put an array at its place; a disk that has become full takes no more."""
        data: Any = np.ascontiguousarray(values).reshape(-1)
        try:
            with self._lock:
                self._file.seek(place * self._size)
                self._there[place] = self._file.write(data) == self._size
        except OSError:
            self._there[place] = False
