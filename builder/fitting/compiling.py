"""Compiling what learns: tried on a GPU where enough steps are left to pay for it, and kept where they become faster.

Steps are timed as they are taken, so that nothing runs twice. Only full batches in training run compiled: a smaller
last batch, and measuring, would each have to be compiled for themselves. CUDA graphs are not asked for, since their
results lie in memory that the next step writes over, and metrics look at them later.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median
from time import monotonic
from typing import TYPE_CHECKING, Any

from builder.fitting.keeping import Event

if TYPE_CHECKING:
    import torch
    from torch import nn

    from builder.fitting.network import Network
    from builder.fitting.running import Run

    Values = dict[str, torch.Tensor]

KINDS = ("cuda",)
"""The kinds of device on which it is tried. A processor compiles for longer than most runs take there."""
BACKEND = "inductor"
STEPS = 6
"""Steps that are looked at in each way; the median of the later half counts, since the first ones load code."""
WORTH = 150.0
"""Seconds of steps that have to be left: a fifth of them saved is what compiling a usual network takes."""
GAIN = 1.1
"""How many times as fast a compiled step has to be."""


def worth(step: float, left: int) -> bool:
    """Whether so many steps of so many seconds can pay for being compiled."""
    return step * left >= WORTH


def faster(plain: float, compiled: float) -> bool:
    """Whether steps of so many seconds are clearly faster compiled."""
    return compiled * GAIN <= plain


@dataclass(frozen=True)
class Sized:
    """What learns, compiled for training on batches of one size; everything else runs as it is."""

    plain: "Callable[..., Values]"
    compiled: "Callable[..., Values]"
    rows: int

    def __call__(self, **values: "torch.Tensor") -> "Values":
        import torch

        full = torch.is_grad_enabled() and len(next(iter(values.values()))) == self.rows
        return (self.compiled if full else self.plain)(**values)


class Compiling:
    """Watches the steps of a run, and changes its network when that is decided; what it decided is told once."""

    def __init__(self, run: "Run") -> None:
        self._run = run
        self._network: Network | None = None
        self._settled = True
        self._seconds: list[float] = []
        self._plain = self._cost = 0.0

    def _begin(self, network: "Network") -> None:
        """Look at a network anew: the first one, or one that something has joined."""
        run = self._run
        self._network, self._seconds = network, []
        self._settled = bool(
            network.device.type not in KINDS
            or network.cuts  # what is kept inside a node changes its modules in each step
            or run.features.feed.trimmed  # texts of another length in each batch
            or run.acting
            or run.optimiser is None
            or run.crew.size > 1
        )

    def step(self, rows: Any, seconds: float, left: int) -> Iterator[Event]:
        """Note the seconds of a step on these rows, behind which so many are left, and decide where that is due."""
        network = self._run.network
        if network is not self._network:
            self._begin(network)
        if self._settled or len(rows) != self._run.batch:
            return
        self._seconds.append(seconds)
        if len(self._seconds) < STEPS:
            return
        found, self._seconds = median(self._seconds[STEPS // 2 :]), []
        if isinstance(network.after, Sized):
            yield self._kept(network, network.after, found)
        elif not worth(found, left):
            yield self._settle(
                f"about {found * left:.0f} s of steps were left, and it pays from {WORTH:.0f} s"
            )
        else:
            yield {"event": "preparing", "said": "Compiling what learns."}
            self._plain = found
            yield from self._compile(network, rows)

    def _compile(self, network: "Network", rows: Any) -> Iterator[Event]:
        """Compile for batches like these rows; a network that cannot be compiled stays as it is."""
        began = monotonic()
        try:
            found = compiled(network, self._run.features.of(rows))
        except Exception as error:  # noqa: BLE001 - whatever a compiler raises, the network runs without it
            yield self._settle(f"it cannot be ({type(error).__name__})")
            return
        self._cost = monotonic() - began
        self._change(network, Sized(network.after, found, len(rows)))

    def _kept(self, network: "Network", made: Sized, found: float) -> Event:
        """Keep to the compiled network, or go back, now that its steps were timed."""
        told = f"a step takes {found * 1000:.0f} ms compiled and {self._plain * 1000:.0f} ms otherwise"
        if faster(self._plain, found):
            self._settled = True
            return _noted(f"Compiled: {told}; compiling took {self._cost:.0f} s.")
        self._change(network, made.plain)
        return self._settle(told)

    def _settle(self, why: str) -> Event:
        self._settled = True
        return _noted(f"Not compiled: {why}.")

    def _change(self, network: "Network", after: "Callable[..., Values]") -> None:
        self._run.network = self._network = replace(network, after=after)


def compiled(network: "Network", values: "Values") -> "Callable[..., Values]":
    """What learns in a network, compiled for values like these, forward and backward; the network stays as it was.

    Raises:
        Exception: whatever the compiler raises.
    """
    import torch

    made: Any = torch.compile(network.after, fullgraph=True, dynamic=False, backend=BACKEND)
    with _unmoved(network.module):
        outputs = replace(network, after=made).outputs(values)
        sum(value.float().sum() for value in outputs.values() if value.requires_grad).backward()  # type: ignore[union-attr]
    run: Callable[..., Values] = made
    return run


@contextmanager
def _unmoved(module: "nn.Module") -> Iterator[None]:
    """Afterwards running statistics and random numbers are what they were, and no parameter has a gradient."""
    import torch

    held = {name: buffer.clone() for name, buffer in module.named_buffers()}
    try:
        with torch.random.fork_rng():
            yield
    finally:
        for name, buffer in module.named_buffers():
            buffer.copy_(held[name])
        module.zero_grad(set_to_none=True)


def _noted(said: str) -> Event:
    return {"event": "noted", "said": said}
