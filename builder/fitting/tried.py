"""What is tried on the first rows before features are kept: folding, and whether each row stands alone.

Nothing is timed. Which way is faster would differ from run to run, and since each way has last digits of its own,
the same seed would no longer give the same network. Folded and channels-last was the fastest way on every processor
that it was measured on.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from builder.fitting.cutting import close
from builder.fitting.folding import Fold, folded, folds_of

if TYPE_CHECKING:
    import torch
    from torch import nn

    Values = dict[str, torch.Tensor]

FEW = 3
"""How many of the rows run once more apart from the others, as the network is, which has to give the same."""


def exact_folds(
    module: "nn.Module", part: "Callable[[Any], Values]", rows: Any
) -> "tuple[Values, tuple[Fold, ...] | None]":
    """What `part` gives for these rows, and the normalisations that can be folded while it runs.

    None are on a GPU, or where the result would differ. In their place stands None where the features of a row depend
    on the other rows of its batch, so that none of them can be kept.
    """
    alone = rows[: min(FEW, len(rows) - 1)]
    if not len(alone):
        return part(rows), ()
    folds = folds_of(module) if _on_processor(module) else ()
    wanted = part(alone)
    if folds and (found := _folded(part, rows, folds)) and close(_heads(found, len(alone)), wanted, 1e-5):
        return found, folds
    found = part(rows)
    return found, () if close(_heads(found, len(alone)), wanted, 1e-4) else None


def _folded(part: "Callable[[Any], Values]", rows: Any, folds: tuple[Fold, ...]) -> "Values | None":
    """What `part` gives with these folds; None where the processor cannot run it so."""
    try:
        with folded(folds):
            return part(rows)
    except RuntimeError:
        return None


def _heads(values: "Values", count: int) -> "Values":
    return {name: value[:count] for name, value in values.items()}


def _on_processor(module: "nn.Module") -> bool:
    parameter = next(module.parameters(), None)
    return parameter is not None and parameter.device.type == "cpu"
