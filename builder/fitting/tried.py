"""What is tried on a few rows before the features of all are computed: folding, and whether each row stands alone.

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

TRIED = 4
"""How many rows run together at first; then one fewer, which have to give the same."""


def exact_folds(
    module: "nn.Module", part: "Callable[[Any], Values]", rows: Any
) -> "tuple[Values, tuple[Fold, ...] | None]":
    """What `part` gives for a few rows, and the normalisations that can be folded while it runs.

    None are on a GPU, or where the result would differ. In their place stands None where the features of a row depend
    on the other rows of its batch, so that none of them can be kept.
    """
    folds = folds_of(module) if _on_processor(module) else ()
    many, few = part(rows), rows[:-1]
    if not len(few):
        return many, ()
    wanted = {name: value[: len(few)] for name, value in many.items()}
    with folded(folds):
        if close(part(few), wanted, 1e-5):
            return many, folds
    return many, () if close(part(few), wanted, 1e-4) else None


def _on_processor(module: "nn.Module") -> bool:
    parameter = next(module.parameters(), None)
    return parameter is not None and parameter.device.type == "cpu"
