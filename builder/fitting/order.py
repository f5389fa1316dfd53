"""Which rows make which batch: a function of the seed and the epoch alone, so that a run can be repeated."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


BUCKET = 16
"""How many shuffled batches are sorted by length together, so that a batch has texts of about one length."""


def batches(
    count: int, size: int, *, seed: int = 0, epoch: int | None = None, lengths: "Tensor | None" = None
) -> "list[Tensor]":
    """Places 0..count-1 in batches, shuffled by (seed, epoch), or in order where there is no epoch.

    With `lengths`, one for each place, those of similar length share a batch, and the batches come in any order.
    A last batch of a single row joins the one before it, since BatchNorm cannot train on one row.
    """
    import torch

    if epoch is None:
        return _parted(torch.arange(count), size)
    generator = torch.Generator().manual_seed(step_seed(seed, epoch))
    order = torch.randperm(count, generator=generator)
    if lengths is None:
        return _parted(order, size)
    windows = [window[lengths[window].argsort(stable=True)] for window in order.split(size * BUCKET)]
    parts = _parted(torch.cat(windows), size)
    return [parts[number] for number in torch.randperm(len(parts), generator=generator).tolist()]


def _parted(order: "Tensor", size: int) -> "list[Tensor]":
    import torch

    parts = list(order.split(size))
    if size > 1 and len(parts) > 1 and len(parts[-1]) == 1:
        parts[-2:] = [torch.cat(parts[-2:])]
    return parts


def step_seed(seed: int, *places: int) -> int:
    """A seed for one epoch or step: different places give unrelated seeds."""
    value = seed + 1
    for place in places:
        value = (value * 6_364_136_223_846_793_005 + place + 1_442_695_040_888_963_407) % 2**63
    return value
