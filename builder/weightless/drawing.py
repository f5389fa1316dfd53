"""Random numbers from a seed in a process with several threads, which share one random state."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

_ONE_AT_A_TIME = RLock()


@contextmanager
def drawn(seed: int | None = None) -> Iterator[None]:
    """Inside, this thread alone draws random numbers, from the seed if there is one; afterwards the state is as before.

    Two threads that seed and draw at the same time would take numbers from each other's row.
    """
    import torch

    with _ONE_AT_A_TIME, torch.random.fork_rng(devices=[]):
        if seed is not None:
            torch.manual_seed(seed)
        yield
