"""What a tensor holds: its figures, a histogram, pictures of it, and what is wrong with it."""

from typing import TYPE_CHECKING, Any

from builder.looking.pictures import image, sheet, table

if TYPE_CHECKING:
    import torch

BINS = 32
MOST_NAMED = 200
MOST_NUMBERS = 64


def described(tensor: "torch.Tensor", kind: str) -> dict[str, Any]:
    """Figures, histogram and pictures of the first sample of a tensor, or of all of it where it is a graph's.

    `kind` is that of the wire: only images are shown in colours, only maps are searched for silent channels.
    """
    whole = tensor.detach().cpu()
    sample = whole if kind in ("nodes", "edges", "index") or whole.ndim == 0 else whole[0]
    return {
        "shape": list(whole.shape),
        "dtype": str(whole.dtype).removeprefix("torch."),
        "figures": figures(sample),
        "histogram": histogram(sample),
        "silent": _silent(sample, kind),
        **_shown(sample, kind),
    }


def figures(sample: "torch.Tensor") -> dict[str, Any]:
    """Mean, deviation, extremes, the share of zeros, and how many values are NaN or infinite."""
    numbers = sample.double()
    finite = numbers[numbers.isfinite()]
    known = finite.numel() > 0
    return {
        "mean": float(finite.mean()) if known else None,
        "std": float(finite.std(correction=0)) if known else None,
        "min": float(finite.min()) if known else None,
        "max": float(finite.max()) if known else None,
        "zeros": float((numbers == 0).double().mean()) if numbers.numel() else 0.0,
        "nan": int(numbers.isnan().sum()),
        "inf": int(numbers.isinf().sum()),
        "count": numbers.numel(),
    }


def histogram(sample: "torch.Tensor") -> dict[str, Any]:
    """How many of the finite values fall into each of equally wide bins."""
    numbers = sample.float().flatten()
    finite = numbers[numbers.isfinite()]
    if not finite.numel():
        return {"low": 0.0, "high": 0.0, "counts": []}
    low, high = float(finite.min()), float(finite.max())
    counts = finite.histc(BINS, low, high) if high > low else finite.new_tensor([finite.numel()])
    return {"low": low, "high": high, "counts": [int(count) for count in counts]}


def _silent(sample: "torch.Tensor", kind: str) -> dict[str, Any]:
    """Channels that are zero everywhere, and channels with values that are no numbers, by number."""
    if sample.ndim < 3 or kind not in ("map", "any"):
        return {"silent": [], "broken": [], "silent_count": 0, "broken_count": 0}
    rows = sample.flatten(1)
    silent = (rows == 0).all(dim=1).nonzero().flatten().tolist()
    broken = (~rows.isfinite()).any(dim=1).nonzero().flatten().tolist()
    return {
        "silent": silent[:MOST_NAMED],
        "broken": broken[:MOST_NAMED],
        "silent_count": len(silent),
        "broken_count": len(broken),
    }


def _shown(sample: "torch.Tensor", kind: str) -> dict[str, Any]:
    """Pictures that suit the axes: tiles for maps, a heat map for rows of vectors, numbers for a short row."""
    shown: dict[str, Any] = {"image": None, "sheet": None, "table": None, "numbers": None}
    if sample.ndim == 4:  # frames, or volumes: the one in the middle
        sample = sample[:, sample.shape[1] // 2]
    if sample.ndim == 3 and sample.numel():
        shown["sheet"] = sheet(sample).to_json()
        if kind == "image" and sample.shape[0] in (1, 3):
            shown["image"] = image(sample)
    elif sample.ndim == 2 and sample.numel():
        shown["table"] = table(sample).to_json()
    elif sample.ndim <= 1:
        row = sample.reshape(-1)
        shown["numbers"] = [_number(value) for value in row[:MOST_NUMBERS].tolist()]
        if row.numel() > MOST_NUMBERS:
            shown["table"] = table(row[None]).to_json()
    return shown


def _number(value: Any) -> float | None:
    number = float(value)
    return number if number - number == 0 else None
