"""The devices of this machine, named as people know them, found without waking a GPU in the web process (safety)."""

import os
import subprocess
from functools import cache
from shutil import which

Choice = tuple[str, str]

AUTOMATIC: Choice = ("Automatic", "auto")
"""What a run is asked for before the devices are known."""


@cache
def device_choices() -> list[Choice]:
    """Pairs of what is shown and what a run is asked for; the first one takes the fastest that is there."""
    os.environ.setdefault("PYTORCH_NVML_BASED_CUDA_CHECK", "1")
    from builder.fitting.device import available

    names = {"cpu": _processor(), "cuda": _graphics_card(), "mps": "Apple GPU"}
    found = [(names[kind], kind) for kind in available()]
    return [(f"Automatic: {found[-1][0]}", "auto"), *found]


def _processor() -> str:
    import torch

    threads = torch.get_num_threads()
    return f"CPU, {threads} thread{'s' if threads != 1 else ''}"


def _graphics_card() -> str:
    tool = which("nvidia-smi")
    if tool is None:
        return "NVIDIA GPU"
    asked = [tool, "--query-gpu=name", "--format=csv,noheader"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return "NVIDIA GPU"
    return said.splitlines()[0].strip() if said.strip() else "NVIDIA GPU"
