"""The job "infer": try a trained run on a sample in a worker, and return what it says."""

from typing import Any

from builder.jobs.task import Task


def infer(task: Task) -> dict[str, Any]:
    """Try the run ``payload["run"]`` on ``payload["sample"]``: an image (base64 of a file), text, features or node.

    Raises:
        Refused: the run is not the owner's, left no model, or the sample cannot be used.
    """
    from builder.data import sent_picture
    from builder.inference import infer as try_out
    from builder.registry import default_registry

    folder, sample = task.run_folder(str(task.payload["run"])), dict(task.payload["sample"])
    if isinstance(sample.get("image"), str):
        sample["image"] = sent_picture(sample["image"])
    return dict(try_out(folder, default_registry(), sample))
