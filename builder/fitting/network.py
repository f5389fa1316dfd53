"""The network of a run in two parts: what never changes in front, and what learns behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.planning import Plan
from builder.split import Prefix, constant_prefix, split
from builder.staging import stages_of

if TYPE_CHECKING:
    import torch
    from accelerate import Accelerator
    from torch import nn

    Values = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Network:
    """A live network on its device. `before` gives the constant values, `after` turns them into the outputs."""

    planned: Plan
    module: "nn.Module"
    prefix: Prefix
    accelerator: "Accelerator"
    before: Callable[..., "Values"]
    after: Callable[..., "Values"]

    @property
    def device(self) -> "torch.device":
        return self.accelerator.device

    @property
    def constant(self) -> tuple[str, ...]:
        """The nodes with weights whose values are the same in every epoch, in order."""
        return tuple(
            node
            for node in self.planned.order
            if node in self.prefix.nodes and self.planned.nodes[node].size.tensors
        )

    def at(self, epoch: int) -> "Network":
        """The same network as it is from an epoch on, with what joins until then."""
        unfreeze: Callable[[int], None] = self.module.unfreeze  # type: ignore[assignment]
        unfreeze(epoch)
        return _apart(self.planned, self.module, self.accelerator, epoch=epoch)

    def fixed(self, arguments: "Values") -> "Values":
        """The values that leave the constant part, without gradients."""
        import torch

        with torch.no_grad(), self.accelerator.autocast():
            return self.before(**arguments)

    def outputs(self, values: "Values") -> "Values":
        """The outputs for what left the constant part."""
        with self.accelerator.autocast():
            return self.after(**values)


def network_of(planned: Plan, module: "nn.Module", accelerator: "Accelerator") -> Network:
    """Move a live module to its device and take it apart as it is in the first epoch."""
    import torch

    images = any(planned.specs[argument.node, argument.port].rank == 4 for argument in planned.arguments)
    module.to(accelerator.device)
    if images:
        module.to(memory_format=torch.channels_last)
    return _apart(planned, module, accelerator, epoch=1)


def _apart(planned: Plan, module: "nn.Module", accelerator: "Accelerator", *, epoch: int) -> Network:
    joined = {stage.node for stage in stages_of(planned) if stage.epoch <= epoch}
    prefix = constant_prefix(planned, joined)
    before, after = split(planned, module, prefix)
    return Network(planned, module, prefix, accelerator, before, after)


def listed(nodes: Sequence[str]) -> str:
    """Names as people list them."""
    return ", ".join(nodes[:-1]) + " and " + nodes[-1] if len(nodes) > 1 else "".join(nodes)
