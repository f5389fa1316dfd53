"""Memory before it is taken: what a plan's weights, and its training, need against what this machine has free."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import prod
from pathlib import Path

from builder.planning.planned import Plan
from builder.problem import DocumentError, Problem
from builder.sizes import PROBES, Size, Symbolic

_REAL = 4
"""Bytes of a number: networks are built and trained in float32."""
_COPIES = 3
"""A gradient, and the two running means that Adam keeps, for each number that is trained."""


@dataclass(frozen=True)
class Budget:
    """Bytes that each node needs: parameters and buffers, and for training also gradients and activations."""

    nodes: Mapping[str, int]
    training: bool = False
    parts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.nodes.values())

    @property
    def largest(self) -> tuple[str, ...]:
        """The ids of the three nodes that need most."""
        ranked = sorted((node for node in self.nodes if self.nodes[node]), key=lambda node: -self.nodes[node])
        return tuple(ranked[:3])


def estimate(planned: Plan, *, training: bool = False, batch: int = 1) -> Budget:
    """Add up what a plan needs, without allocating it. Activations are roughly what every layer inside gives."""
    parts = {"weights": 0, "training": 0, "activations": 0}
    nodes: dict[str, int] = {}
    learns: set[str] = set()
    for node in planned.present:
        known = planned.owner(node)
        behind = any(edge.source in learns for edge in planned.document.into(node))
        own, copies, kept = planned.nodes[node], 0, 0
        if known.size.trainable or behind:
            learns.add(node)
        if training:
            copies = own.size.trainable * _REAL * _COPIES
            kept = _activations(planned, node, batch) if node in learns else 0
        nodes[node] = own.held + copies + kept
        parts["weights"] += own.held
        parts["training"] += copies
        parts["activations"] += kept
    return Budget(nodes, training, parts)


def afford(planned: Plan, *, training: bool = False, batch: int = 1, free: int | None = None) -> None:
    """Refuse a network that this machine has no memory for, before any of it is taken.

    `free` overrides what the machine says, in bytes.

    Raises:
        DocumentError: it does not fit; its problem names the nodes that need most.
    """
    budget = estimate(planned, training=training, batch=batch)
    room = available() if free is None else free
    if room is None or budget.total <= room:
        return
    named = ", ".join(f"{planned.titles[node]} {in_words(budget.nodes[node])}" for node in budget.largest)
    purpose = "to be trained" if training else "for its weights"
    problem = Problem(
        code="memory_budget",
        node=budget.largest[0],
        said=f"This network needs about {in_words(budget.total)} {purpose}, and {in_words(room)} are free here. "
        f"Most of it: {named}.",
        expected=f"at most {in_words(room)}",
        got=in_words(budget.total),
        next=_advice(budget, room),
    )
    raise DocumentError((problem,))


def available() -> int | None:
    """Free memory in bytes, within the limit that the machine sets for us; None where it cannot be found out."""
    found = [size for size in (_free(), _limit()) if size is not None]
    return min(found) if found else None


def installed() -> int | None:
    """The machine's memory in bytes, within the limit that it sets for us; None where it cannot be found out."""
    found = [size for size in (_pages("SC_PHYS_PAGES"), _limit()) if size is not None]
    return min(found) if found else None


def in_words(size: int) -> str:
    """A number of bytes for people: 258.9 GB, 12 MB."""
    for unit, scale in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if size >= scale:
            return f"{size / scale:.3g} {unit}" if size < 1e3 * scale else f"{size / scale:.0f} {unit}"
    return f"{size / 1e3:.0f} kB"


def _advice(budget: Budget, room: int) -> str:
    if budget.parts["weights"] > room:
        return "Choose a smaller network, or fewer layers; shapes and counts need no memory."
    if budget.parts["activations"] > budget.parts["training"] + budget.parts["weights"]:
        return "Make the batch or the images smaller, or freeze the first layers."
    if budget.parts["training"] > budget.parts["weights"]:
        return f"Freeze {budget.largest[0]}: a frozen part needs no gradients. Or choose a smaller network."
    return "Choose a smaller network, or fewer layers; shapes and counts need no memory."


def _activations(planned: Plan, node_id: str, batch: int) -> int:
    from builder.weightless.running import calls, twin

    known = planned.nodes[node_id]
    module = twin(known.recipe)
    if module is None:
        return 0
    leaves = {path for path, inner in module.named_modules() if next(inner.children(), None) is None}
    given = [
        call.gave
        for call in calls(known.recipe, planned.block(node_id), planned.site(node_id), module)
        if call.path in leaves
    ]
    probe = PROBES[0] | {"B": batch}
    return sum(_REAL * prod(_at(size, probe) for size in spec.shape) for spec in given if spec)


def _at(size: Size, probe: Mapping[str, int]) -> int:
    return size.at(dict(probe)) if isinstance(size, Symbolic) else size


def _free() -> int | None:
    with suppress(OSError, StopIteration, ValueError, IndexError):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1]) * 1024
    return _pages("SC_AVPHYS_PAGES")


def _pages(which: str) -> int | None:
    """So many pages of memory in bytes, where the system tells."""
    with suppress(OSError, ValueError, AttributeError):
        return os.sysconf(which) * os.sysconf("SC_PAGE_SIZE")
    return None


def _limit() -> int | None:
    """The limit that a control group of Linux sets for us; what is cached under it can be given back."""
    for place in ("memory.max", "memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            return int((Path("/sys/fs/cgroup") / place).read_text(encoding="ascii"))
    return None
