"""Embeddings in a plane: what arrives at the last layer for held-out rows, flattened to its two widest directions."""

from typing import TYPE_CHECKING, Any

from builder.fitting.running import Run
from builder.fitting.targets import Target
from builder.graph import Graph
from builder.split import between

if TYPE_CHECKING:
    import torch

MOST = 200
"""Held-out rows that are shown at most."""


def plane_of(run: Run) -> dict[str, Any] | None:
    """The first output of classes whose last layer gets vectors: two numbers and the class of each held-out row.

    The directions are the principal components of these vectors; ``share`` is how much of their variance the two
    hold. None where no output has such a layer.
    """
    for target in run.targets:
        name = _arriving(run, target)
        if name is not None:
            return _plane(run, target, name)
    return None


def _arriving(run: Run, target: Target) -> str | None:
    """The variable of the vectors that the last layer in front of an output gets."""
    planned = run.network.planned
    if not target.is_class or target.task is not None:
        return None
    last = planned.document.into(target.node)[0].source
    wires = [edge for edge in planned.document.into(last) if edge.input == "x"]
    if len(wires) != 1 or planned.role(last) != "layer":
        return None
    spec = planned.specs[wires[0].source, wires[0].output]
    wide = spec.rank == 2 and isinstance(spec.shape[1], int) and spec.shape[1] > 2
    return planned.names[wires[0].source, wires[0].output] if wide else None


def _plane(run: Run, target: Target, name: str) -> dict[str, Any]:
    import torch

    rows = run.dataset.test[:MOST]
    with torch.no_grad():
        flat, share = _widest(_vectors(run, target, name, rows))
    labels = run.dataset.columns[target.column].values[rows].tolist()
    points = [[*place, label] for place, label in zip(flat.tolist(), labels, strict=True)]
    return {
        "output": target.node,
        "points": points,
        "classes": list(target.classes),
        "share": round(share, 4),
    }


def _vectors(run: Run, target: Target, name: str, rows: Any) -> "torch.Tensor":
    """What arrives at the last layer for these rows, in evaluation mode."""
    import torch

    network = run.network
    last = network.planned.document.into(target.node)[0].source
    above = Graph.of(network.planned.document).above([last]) - network.prefix.nodes - {last}
    read = between(network.planned, network.module, network.prefix.frontier, above, name)
    network.module.eval()
    try:
        if run.features.graph:
            whole = read(**run.features.of(rows))
            return whole[torch.as_tensor(rows, device=whole.device)].float()
        parts = [rows[start : start + run.batch] for start in range(0, len(rows), run.batch)]
        return torch.cat([read(**run.features.of(part)) for part in parts]).float()
    finally:
        network.module.train()


def _widest(vectors: "torch.Tensor") -> "tuple[torch.Tensor, float]":
    """The two principal components of vectors [n, C], scaled to lie within -1..1, and their share of the variance."""
    import torch

    centred = vectors.cpu() - vectors.cpu().mean(dim=0)
    left, sizes, _ = torch.linalg.svd(centred, full_matrices=False)
    flat = torch.zeros(len(centred), 2)
    kept = min(2, len(sizes))
    flat[:, :kept] = left[:, :kept] * sizes[:kept]
    spread = float((sizes**2).sum())
    share = float((sizes[:kept] ** 2).sum()) / spread if spread else 1.0
    return flat / max(float(flat.abs().max()), 1e-9), share
