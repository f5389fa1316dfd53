"""What the canvas asks when a person brings weights of their own: the upload is checked, kept and named."""

import os
from pathlib import Path
from typing import Any

from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.server.envelope import Answer, Sent, answered


def weights_functions(_: Bench) -> list[Answer]:
    """The functions over the folder of uploads of this server."""
    return [answered("keep_weights", keep)]


def keep(sent: Sent) -> Any:
    """Move an upload into the folder of weights, and answer with the name by which documents call it.

    Raises:
        Refused: what is named is no upload, or no safetensors file.
    """
    from builder.weights.own_weights import keep_weights

    uploads = Path(os.environ.get("GRADIO_TEMP_DIR", os.devnull)).resolve()
    path = Path(str(sent.get("path", ""))[:4_096]).resolve()
    if uploads not in path.parents or not path.is_file():
        raise refuse(
            "own_weights",
            "This is no file that was just brought along.",
            expected="an upload",
            got="something else",
            next="Choose the file again.",
        )
    try:
        return {"file": keep_weights(path)}
    finally:
        path.unlink(missing_ok=True)
