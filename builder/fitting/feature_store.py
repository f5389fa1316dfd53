"""Features on the disk: a safetensors file for each key, mapped into memory, within a budget.

A key stands for everything that the features depend on (see `feature_keys`), so a file is either right or not found.
"""

import itertools
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import torch

    Values = dict[str, torch.Tensor]

BUDGET = 4_000_000_000
"""Bytes of features that are left on the disk; those that were not used for longest go first."""
SPARE = 500_000_000
"""Bytes of the disk that are left alone."""


_numbers = itertools.count(1)


@dataclass(frozen=True)
class FeatureStore:
    """A folder of features."""

    folder: Path
    budget: int = BUDGET

    def get(self, key: str) -> "Values | None":
        """The features of a key, mapped from the disk; None where there are none, or they cannot be read."""
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        file = self._file(key)
        try:
            found: Values = load_file(file)
            os.utime(file)
        except (OSError, SafetensorError, ValueError):
            return None
        return found

    def room_for(self, size: int) -> bool:
        """Whether so many bytes may be written."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return size <= self.budget and disk_usage(self.folder).free > size + SPARE
        except OSError:
            return False

    def begin(self, key: str, forms: "Mapping[str, tuple[tuple[int, ...], torch.dtype]]") -> "Draft":
        """A file to fill with tensors of these sizes and types; it counts once it is finished.

        Raises:
            OSError: the disk refuses.
        """
        return Draft.of(self._file(key), forms)

    def tidy(self) -> None:
        """Remove what was not used for longest, until the rest is within the budget."""
        with suppress(OSError):
            files = sorted(
                self.folder.glob("*.safetensors"), key=lambda file: file.stat().st_mtime, reverse=True
            )
            total = 0
            for file in files:
                total += file.stat().st_size
                if total > self.budget:
                    file.unlink()

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.safetensors"


@dataclass(frozen=True)
class Draft:
    """A safetensors file that is being filled, through tensors that are mapped onto it."""

    final: Path
    part: Path
    tensors: "Values"

    @classmethod
    def of(cls, final: Path, forms: "Mapping[str, tuple[tuple[int, ...], torch.dtype]]") -> "Draft":
        part = final.with_suffix(f".{os.getpid()}-{next(_numbers)}.part")
        header: dict[str, Any] = {}
        end = 0
        for name, (shape, dtype) in forms.items():
            begin, end = end, end + int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
            header[name] = {"dtype": _NAMES[str(dtype)], "shape": list(shape), "data_offsets": [begin, end]}
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        with part.open("wb") as file:
            file.write(len(text).to_bytes(8, "little") + text)
            file.truncate(8 + len(text) + end)
        tensors = {
            name: _mapped(part, 8 + len(text) + header[name]["data_offsets"][0], *form)
            for name, form in forms.items()
        }
        return cls(final, part, tensors)

    def finish(self) -> None:
        """Bring the file to its name; it counts from now on."""
        self.part.replace(self.final)

    def drop(self) -> None:
        """Leave nothing behind."""
        self.part.unlink(missing_ok=True)


def _mapped(file: Path, offset: int, shape: tuple[int, ...], dtype: "torch.dtype") -> "torch.Tensor":
    import torch

    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    bytes_of = np.memmap(file, np.uint8, "r+", offset, (size,))
    return torch.from_numpy(bytes_of).view(dtype).reshape(shape)


_NAMES = {
    "torch.float32": "F32",
    "torch.float16": "F16",
    "torch.bfloat16": "BF16",
    "torch.float64": "F64",
    "torch.int64": "I64",
    "torch.int32": "I32",
    "torch.bool": "BOOL",
    "torch.uint8": "U8",
}
