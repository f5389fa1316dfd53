"""Embeddings in a plane: what arrives at the last layer for held-out rows, flattened to its two widest directions."""

from typing import TYPE_CHECKING, Any

from builder.documents.sharing import owner_of
from builder.fitting.running import Run
from builder.fitting.targets import Target
from builder.writing.places import attribute

if TYPE_CHECKING:
    import torch
    from torch import nn

MOST = 200
"""Held-out rows that are shown at most."""


def plane_of(run: Run) -> dict[str, Any] | None:
    """The first output of classes whose last layer gets vectors: two numbers and the class of each held-out row.

    The directions are the principal components of these vectors; ``share`` is how much of their variance the two
    hold. None where no output has such a layer.
    """
    for target in run.targets:
        last = _last(run, target)
        if last is not None:
            return _plane(run, target, last)
    return None


def _last(run: Run, target: Target) -> "nn.Module | None":
    """The module in front of an output, where it takes vectors."""
    planned = run.network.planned
    if not target.is_class or target.task is not None:
        return None
    last = planned.document.into(target.node)[0].source
    wires = planned.document.into(last)
    if len(wires) != 1 or planned.nodes[last].recipe.module is None:
        return None
    spec = planned.specs[wires[0].source, wires[0].output]
    wide = spec.rank == 2 and isinstance(spec.shape[1], int) and spec.shape[1] > 2
    return run.network.module.get_submodule(attribute(owner_of(planned.document, last))) if wide else None


def _plane(run: Run, target: Target, last: "nn.Module") -> dict[str, Any]:
    rows = run.dataset.test[:MOST]
    flat, share = _widest(_vectors(run, last, rows))
    labels = run.dataset.columns[target.column].values[rows].tolist()
    points = [[*place, label] for place, label in zip(flat.tolist(), labels, strict=True)]
    return {
        "output": target.node,
        "points": points,
        "classes": list(target.classes),
        "share": round(share, 4),
    }


def _vectors(run: Run, last: "nn.Module", rows: Any) -> "torch.Tensor":
    """What arrives at a module for these rows, in evaluation mode."""
    import torch

    found: list[torch.Tensor] = []
    hook = last.register_forward_pre_hook(lambda _, given: found.append(given[0].detach().float().cpu()))
    run.network.module.eval()
    try:
        with torch.no_grad():
            if run.features.graph:
                run.network.outputs(run.features.of(rows))
                return found[0][torch.as_tensor(rows)]
            for start in range(0, len(rows), run.batch):
                run.network.outputs(run.features.of(rows[start : start + run.batch]))
    finally:
        hook.remove()
        run.network.module.train()
    return torch.cat(found)


def _widest(vectors: "torch.Tensor") -> "tuple[torch.Tensor, float]":
    """The two principal components of vectors [n, C], scaled to lie within -1..1, and their share of the variance."""
    import torch

    centred = vectors - vectors.mean(dim=0)
    left, sizes, _ = torch.linalg.svd(centred, full_matrices=False)
    flat = torch.zeros(len(centred), 2)
    kept = min(2, len(sizes))
    flat[:, :kept] = left[:, :kept] * sizes[:kept]
    spread = float((sizes**2).sum())
    share = float((sizes[:kept] ** 2).sum()) / spread if spread else 1.0
    return flat / max(float(flat.abs().max()), 1e-9), share
