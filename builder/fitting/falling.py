"""A learning rate that falls to nothing over a run, along half a cosine (Loshchilov and Hutter, 2017)."""

from math import cos, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import optim

FULL = "initial_lr"
"""The entry of a parameter group that holds its rate at the start, named as PyTorch's own schedules name it."""


def fall(optimiser: "optim.Optimizer", done: int, steps: int) -> None:
    """Set the rate of every group for the next step, when so many of all steps are done.

    It depends on the place in the run alone, so that a run that goes on from a checkpoint has the same rates.
    """
    for group in optimiser.param_groups:
        group["lr"] = group[FULL] * share(done, steps)


def share(done: int, steps: int) -> float:
    """How much of the rate is left: all of it before the first step, nothing after the last."""
    return (1 + cos(pi * done / steps)) / 2
