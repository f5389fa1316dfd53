"""A run's folder: model.safetensors with every tensor, and run.json with what is needed to use it.

Where a baseline can answer again, such as principal components, baseline.safetensors holds what it needs.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.data.dataset import Array
from builder.planning.budget import in_words
from builder.problem import refuse

if TYPE_CHECKING:
    from torch import nn

MODEL = "model.safetensors"
RECORD = "run.json"
BASELINE = "baseline.safetensors"
SPARE = 16_000_000
"""Bytes of the disk that are left alone."""


def write(
    folder: str | Path,
    module: "nn.Module",
    record: Mapping[str, Any],
    fitted: Mapping[str, Array] | None = None,
) -> None:
    """Write a run so that each file is either the old one or the new one, and the record comes last.

    Raises:
        Refused: the disk has no room for it; what was written before is still there.
    """
    from safetensors.numpy import save_file as save_arrays
    from safetensors.torch import save_file

    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    tensors = {
        name: tensor.detach().cpu().contiguous().clone() for name, tensor in module.state_dict().items()
    }
    space_for(place, sum(tensor.numel() * tensor.element_size() for tensor in tensors.values()))
    draft = place / (MODEL + ".part")
    save_file(tensors, draft)
    settle(draft, place / MODEL)
    if fitted:
        draft = place / (BASELINE + ".part")
        save_arrays(dict(fitted), draft)
        settle(draft, place / BASELINE)
    draft = place / (RECORD + ".part")
    draft.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    settle(draft, place / RECORD)


def space_for(place: Path, size: int) -> None:
    """Make sure that a folder's disk has room for so many bytes, before anything is written.

    Raises:
        Refused: it has not.
    """
    free = shutil.disk_usage(place).free
    if free < size + SPARE:
        raise refuse(
            "disk_full",
            "There is no room on the disk for the trained weights.",
            expected=in_words(size + SPARE),
            got=f"{in_words(free)} free",
            next="Free some space, and go on from the last checkpoint.",
        )


def settle(draft: Path, final: Path) -> None:
    """Bring a written file to disk and to its name."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(final)
    if os.name == "posix":
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
