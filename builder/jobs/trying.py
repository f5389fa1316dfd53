"""The job "infer": try a trained run on a sample in a worker, and return what it says."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from builder.jobs.task import Task
from builder.problem import refuse


def infer(task: Task) -> dict[str, Any]:
    """Try the run ``payload["run"]`` on ``payload["sample"]``: an image (base64 of a file), text, features or node.

    Raises:
        Refused: the run is not the owner's, left no model, or the sample cannot be used.
    """
    from builder.inference import infer as try_out
    from builder.registry import default_registry

    folder = task.run_folder(str(task.payload["run"]))
    return dict(try_out(folder, default_registry(), _sample(task.payload["sample"])))


def _sample(sample: Mapping[str, Any]) -> dict[str, Any]:
    """The sample with its image decoded; here and not in the server, since decoding is where image files bite."""
    from builder.data import read_picture

    found = dict(sample)
    if isinstance(found.get("image"), str):
        try:
            found["image"] = read_picture(base64.b64decode(found["image"], validate=True))
        except binascii.Error:
            raise refuse(
                "image",
                "The picture did not arrive as it was sent.",
                expected="an image file in base64",
                got="a text that is not base64",
                next="Bring the picture again.",
            ) from None
    return found
