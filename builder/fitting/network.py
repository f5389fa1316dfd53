"""The network of a run in two parts: what never changes in front, and what learns behind it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from builder.fitting.cutting import Cut, cut_of
from builder.planning.planned import Plan
from builder.planning.staging import stages_of
from builder.writing.places import attribute
from builder.writing.split import Prefix, arriving, constant_prefix, inside, split

if TYPE_CHECKING:
    import torch
    from accelerate import Accelerator
    from torch import nn

    Values = dict[str, torch.Tensor]

ROWS = 4
"""How many rows a cut is tried on."""


@dataclass(frozen=True)
class Network:
    """A live network on its device. `before` gives the constant values, `after` turns them into the outputs."""

    planned: Plan
    module: "nn.Module"
    prefix: Prefix
    accelerator: "Accelerator"
    before: Callable[..., "Values"]
    after: Callable[..., "Values"]
    cuts: tuple[Cut, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    """Of each frozen part that is not run once, why not."""

    @property
    def device(self) -> "torch.device":
        return self.accelerator.device

    @property
    def constant(self) -> tuple[str, ...]:
        """The nodes with weights, and parts of nodes, whose values are the same in every epoch, in order."""
        whole = [
            node
            for node in self.planned.order
            if node in self.prefix.nodes and self.planned.nodes[node].size.tensors
        ]
        return (*whole, *(f"{cut.node} up to {cut.path}" for cut in self.cuts))

    @cached_property
    def fresh(self) -> frozenset[str]:
        """The arguments of the network that the rest needs: they come from the data each time."""
        return frozenset(argument.name for argument in self.planned.arguments) & set(self._needed)

    @property
    def kept_names(self) -> tuple[str, ...]:
        """The values that `fixed` gives."""
        cut = [name for found in self.cuts for name in found.names]
        return (*(name for name in self._needed if name not in self.fresh), *cut)

    @cached_property
    def _needed(self) -> tuple[str, ...]:
        """The values that the rest needs of the whole nodes in front, but for those that the cuts spare."""
        cut = {found.node: found.spared.keys() for found in self.cuts}
        behind = set(self.planned.live) - self.prefix.nodes
        names = {
            self.planned.names[edge.source, edge.output]
            for edge in self.planned.document.edges
            if edge.target in behind and edge.source in self.prefix.nodes
            if self.planned.names[edge.source, edge.output] not in cut.get(edge.target, ())
        }
        return tuple(name for name in self.prefix.frontier if name in names)

    def at(self, epoch: int) -> "Network":
        """The same network as it is from an epoch on, with what joins until then."""
        unfreeze: Callable[[int], None] = self.module.unfreeze  # type: ignore[assignment]
        unfreeze(epoch)
        return _apart(self.planned, self.module, self.accelerator, epoch=epoch)

    def cut(self, arguments: Callable[[int], "Values"]) -> "Network":
        """The same network, cut inside nodes of which a front part is frozen; `arguments` gives the first rows."""
        if not self.prefix.partly:
            return self
        import torch

        self.module.train()
        with torch.no_grad():
            many, few = (self._front(arguments(rows)) for rows in (ROWS, ROWS - 1))
        cuts, reasons = [], dict(self.reasons)
        for node in self.prefix.partly:
            names = arriving(self.planned, node)
            inner = self._precise(inside(self.planned, self.module, node))
            root: nn.Module = getattr(self.module, attribute(node))
            found = cut_of(
                node, root, inner, {name: many[name] for name in names}, {name: few[name] for name in names}
            )
            if isinstance(found, Cut):
                cuts.append(found)
                reasons.pop(node, None)
            elif found:
                reasons[node] = found
        return replace(self, cuts=tuple(cuts), reasons=reasons)

    def fixed(self, arguments: "Values") -> "Values":
        """The values that leave the constant part, without gradients; arguments that the rest needs are left out."""
        import torch

        with torch.no_grad():
            values = self._front(arguments)
            found = {name: values[name] for name in self._needed if name not in self.fresh}
            for cut in self.cuts:
                found |= cut.fixed({name: values[name] for name in arriving(self.planned, cut.node)})
        return found

    def outputs(self, values: "Values") -> "Values":
        """The outputs for what left the constant part, and the arguments that the rest needs."""
        rows = len(next(iter(values.values())))
        given = {name: values[name] for name in self._needed}
        with ExitStack() as stack:
            for cut in self.cuts:
                stack.enter_context(cut.standing(values, rows))
                given = cut.arguments(rows) | given
            return self._precise(self.after)(**given)

    def _front(self, arguments: "Values") -> "Values":
        """Everything that leaves the whole nodes in front."""
        return self._precise(self.before)(**arguments)

    def _precise(self, function: Callable[..., "Values"]) -> Callable[..., "Values"]:
        """The function under the precision of the device."""

        def run(**values: "torch.Tensor") -> "Values":
            with self.accelerator.autocast():
                return function(**values)

        return run


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
    return Network(planned, module, prefix, accelerator, before, after, reasons=dict(prefix.reasons))


def listed(nodes: Sequence[str]) -> str:
    """Names as people list them."""
    return ", ".join(nodes[:-1]) + " and " + nodes[-1] if len(nodes) > 1 else "".join(nodes)
