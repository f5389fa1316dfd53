"""Whether half precision pays: a matrix product is timed in both on the device itself, and a clear gain counts."""

from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

GAIN = 2.0
"""How many times as fast bfloat16 has to be. Tensor cores are far above it and emulation far below, so that what is
decided does not hang on a busy moment."""
SIDE, TIMES = 256, 4


@cache
def half_pays(kind: str) -> bool:
    """Whether a kind of device computes far faster in bfloat16 than in float32; found once for a process."""
    import torch

    device = torch.device(kind)
    try:
        full, half = seconds(device, torch.float32), seconds(device, torch.bfloat16)
    except RuntimeError:
        return False  # it cannot multiply in this precision
    return clear(full, half)


def clear(full: float, half: float) -> bool:
    """Whether these seconds for the same product are a clear gain."""
    return half * GAIN <= full


def seconds(device: "torch.device", dtype: "torch.dtype", side: int | None = None) -> float:
    """The shortest time of several products of two square matrices."""
    import torch

    side = side or (SIDE if device.type == "cpu" else SIDE * 16)
    matrix = torch.ones(side, side, device=device, dtype=dtype)
    times = []
    for _ in range(TIMES):
        _wait(device)
        began = perf_counter()
        matrix @ matrix
        _wait(device)
        times.append(perf_counter() - began)
    return min(times)


def _wait(device: "torch.device") -> None:
    """Wait for what was asked of a GPU."""
    import torch

    if device.type == "cuda":
        torch.cuda.synchronize(device)
