"""The job "infer": try a trained run on a sample in a worker, and return what it says."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.jobs.task import Task

if TYPE_CHECKING:
    from builder.weights.trained import Trained

KEPT = 2
"""So many networks are kept in memory between two questions."""


def infer(task: Task) -> dict[str, Any]:
    """Try the run ``payload["run"]`` on ``payload["sample"]``: an image (base64 of a file), text, features or node.

    Raises:
        Refused: the run is not the owner's, left no model, or the sample cannot be used.
    """
    from builder.data import sent_picture
    from builder.inferring.inference import infer as try_out

    payload = task.asked.payload
    folder, sample = task.asked.run_folder(str(payload["run"])), dict(payload["sample"])
    if isinstance(sample.get("image"), str):
        sample["image"] = sent_picture(sample["image"])
    return dict(try_out(_loaded(folder, _mark(folder)), sample=sample))


@lru_cache(maxsize=KEPT)
def _loaded(folder: Path, mark: tuple[int, ...]) -> "Trained":
    """The network of a run, kept between questions while its files stay as they are."""
    from builder.registry import default_registry
    from builder.weights.trained import load_run

    return load_run(folder, default_registry())


def _mark(folder: Path) -> tuple[int, ...]:
    """When each file of a run was written; 0 for one that is not there."""
    files = [folder / name for name in ("run.json", "model.safetensors", "baseline.safetensors")]
    return tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in files)
