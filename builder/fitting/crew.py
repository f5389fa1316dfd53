"""Several processes that train one network: each takes its share of every batch, and all of them learn the same."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from builder.problem import refuse

if TYPE_CHECKING:
    import torch
    from accelerate import Accelerator
    from torch import nn, optim

    Values = dict[str, torch.Tensor]

LEAST = 2
"""Rows that each share must have, since BatchNorm cannot train on one; all take a smaller batch as a whole."""


@dataclass(frozen=True)
class Crew:
    """The processes of a run, and which of them this is. One alone is the usual case, and does nothing here."""

    rank: int = 0
    size: int = 1
    device: "torch.device | None" = None
    """Where messages to the others are made."""

    @property
    def leads(self) -> bool:
        """Whether this is the process that writes and tells."""
        return self.rank == 0

    @property
    def places(self) -> tuple[int, ...]:
        """What tells this process's random numbers from the leader's."""
        return (self.rank,) if self.rank else ()

    def share(self, rows: Any, *, owned: bool) -> tuple[Any, float]:
        """The rows of a batch that this process takes, and the weight of their mean in that of the batch.

        With `owned` a row always goes to the same process, so that what is kept of it is computed in one place only.
        """
        if self.size == 1:
            return rows, 1.0
        takers = (rows if owned else np.arange(len(rows))) % self.size
        if np.bincount(takers, minlength=self.size).min() < LEAST:
            return rows, 1 / self.size
        own = rows[takers == self.rank]
        return own, len(own) / len(rows)

    def agree(self, optimiser: "optim.Optimizer | None", losses: "Values", weight: float) -> "Values":
        """Give every process the gradients and losses of the whole batch: the weighted sums of those of the shares.

        A parameter that no share has reached stays without a gradient.
        """
        if self.size == 1:
            return losses
        import torch

        learning = [p for group in optimiser.param_groups for p in group["params"]] if optimiser else []
        grads = [torch.zeros_like(p) if p.grad is None else p.grad * weight for p in learning]
        reached = torch.tensor([float(p.grad is not None) for p in learning])
        sums = [*grads, reached, torch.stack([loss * weight for loss in losses.values()])]
        for value, total in zip(sums, self._summed(sums), strict=True):
            value.copy_(total)
        for parameter, grad, met in zip(learning, grads, reached.tolist(), strict=True):
            parameter.grad = grad if met else None
        return dict(zip(losses, sums[-1].unbind(), strict=True))

    def any(self, asked: bool) -> bool:
        """Whether one of the processes is asked, such as to stop: then all do it at the same step."""
        return asked if self.size == 1 else bool(self._summed([_number(asked)])[0] > 0)

    def level(self, module: "nn.Module") -> None:
        """Give every process the leader's running statistics, which followed its share alone."""
        if self.size == 1:
            return
        from torch import distributed

        for buffer in module.buffers():
            distributed.broadcast(buffer, src=0)

    def _summed(self, values: "list[torch.Tensor]") -> "list[torch.Tensor]":
        """The sums over all processes, in one message."""
        import torch
        from torch import distributed

        message = torch.cat([value.detach().to(self.device, torch.float32).flatten() for value in values])
        distributed.all_reduce(message)
        parts = message.split([value.numel() for value in values])
        return [part.view(value.shape) for part, value in zip(parts, values, strict=True)]


def crew_of(accelerator: "Accelerator") -> Crew:
    """The processes that torchrun started for this run.

    Raises:
        Refused: Accelerate found another number of them, and each would train for itself.
    """
    wanted = int(os.environ.get("WORLD_SIZE", "1"))
    if accelerator.num_processes != wanted:
        raise refuse(
            "processes",
            "The processes of this run do not find each other.",
            expected=f"{wanted} processes that train together",
            got=f"{accelerator.num_processes}",
            next="Start them with `netgraft train FILE --processes N`, or with torchrun.",
        )
    return Crew(accelerator.process_index, accelerator.num_processes, accelerator.device)


def alone(crew: Crew, why: str) -> None:
    """Refuse several processes where a batch cannot be shared.

    Raises:
        Refused: there are several.
    """
    if crew.size > 1:
        raise refuse(
            "processes",
            f"This network cannot be trained by several processes: {why}.",
            expected="one process",
            got=f"{crew.size}",
            next="Leave out --processes.",
        )


def _number(asked: bool) -> "torch.Tensor":
    import torch

    return torch.tensor([float(asked)])
