"""Pictures as outputs: reconstruction, compared with the picture itself at the size and range that leave."""

from typing import TYPE_CHECKING, Any, final

import numpy as np

from builder.data.dataset import Array, Column, Dataset
from builder.data.pixels import pixels
from builder.data.png import png
from builder.tasks.task import Baseline, Params, Seen, Task

if TYPE_CHECKING:
    from torch import Tensor

MAX_ROWS = 2_000
CHUNK = 256


@final
class PictureTask(Task):
    """The target is resized to what leaves the network, and brought to its declared range."""

    kinds = ("image",)

    def truth(self, params: Params, column: Column, rows: Any, results: "tuple[Tensor, ...]") -> "Tensor":
        _, channels, height, width = results[0].shape
        return _ranged(params, pixels(column.take(np.asarray(rows)), height, width, channels))

    def loss(self, params: Params, results: "tuple[Tensor, ...]", truth: "Tensor") -> "Tensor":
        from torch.nn import functional

        given = results[0].float()
        if params["loss"] == "bce":
            return functional.binary_cross_entropy(given.clamp(0, 1), _unit(params, truth))
        return (
            functional.mse_loss(given, truth) if params["loss"] == "mse" else functional.l1_loss(given, truth)
        )

    def guess(self, params: Params, results: "tuple[Tensor, ...]") -> "Tensor":
        return results[0].float()

    def measure(self, params: Params, guesses: "Tensor", truth: "Tensor") -> float:
        """The mean squared error of pictures in 0..1, or the ratio to it in decibels."""
        error = float((_unit(params, guesses) - _unit(params, truth)).square().mean())
        return round(psnr(error), 4) if params["metric"] == "psnr" else round(error, 6)

    def baseline(
        self, params: Params, dataset: Dataset, column: Column, results: "tuple[Tensor, ...]", width: int
    ) -> Baseline:
        """Principal components, as many as the narrowest place of the network has numbers."""
        few_rows = dataset.train[:MAX_ROWS]
        learned, held = (self._flat(params, column, rows, results) for rows in (few_rows, dataset.test))
        mean, axes = components(learned, width)
        small, few = axes[:16], min(16, len(axes))
        shape = tuple(results[0].shape[1:])
        figures = [
            self.measure(params, _tensor(rebuilt(held, mean, kept)), _tensor(held))
            for kept in (axes, small, axes[:0])
        ]
        return Baseline(
            name=f"PCA of {len(axes)} numbers (of {few}: {figures[1]:.4g})",
            value=figures[0],
            constant=figures[2],
            fitted={"mean": mean.reshape(shape), "axes": axes.reshape(-1, *shape)},
        )

    def answer(self, params: Params, results: "tuple[Tensor, ...]", seen: Seen) -> dict[str, Any]:
        shown = [("reconstruction", _picture(_unit(params, results[0].float())))]
        said = "a picture"
        if params["target"] in seen.columns:
            column = Column("image", seen.columns[params["target"]])
            truth = self.truth(params, column, [0], results)
            error = float((_unit(params, results[0].float()) - _unit(params, truth)).square().mean())
            said = f"mean squared error {error:.4f}, {psnr(error):.1f} dB"
            shown.insert(0, ("input", _picture(_unit(params, truth))))
            if "axes" in seen.fitted:
                mean, axes = (seen.fitted[name].reshape(-1, truth[0].numel()) for name in ("mean", "axes"))
                again = rebuilt(truth.reshape(1, -1).numpy(), mean[0], axes)
                picture = _tensor(again).reshape(truth.shape)
                shown.append((f"PCA of {len(axes)} numbers", _picture(_unit(params, picture))))
        return {
            "kind": "pictures",
            "pictures": [{"name": name, "png": png(values, 128)} for name, values in shown],
            "said": said,
        }

    def _flat(self, params: Params, column: Column, rows: Array, results: "tuple[Tensor, ...]") -> Array:
        """The pictures as rows of numbers, prepared a few hundred at a time."""
        parts = [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]
        flat = [self.truth(params, column, part, results).reshape(len(part), -1).numpy() for part in parts]
        return np.concatenate(flat)


def components(rows: Array, count: int) -> tuple[Array, Array]:
    """The mean of the rows, and at most so many directions in which they vary most (Pearson, 1901)."""
    from sklearn.decomposition import PCA

    most = min(count, len(rows) - 1, rows.shape[1])
    found = PCA(most, svd_solver="covariance_eigh" if rows.shape[1] < 4_000 else "auto", random_state=0).fit(
        rows
    )
    return found.mean_.astype(np.float32), found.components_.astype(np.float32)


def rebuilt(rows: Array, mean: Array, axes: Array) -> Array:
    """Rows written with these directions alone."""
    return np.asarray(mean + (rows - mean) @ axes.T @ axes, dtype=np.float32)


def psnr(error: float) -> float:
    """The peak signal-to-noise ratio in decibels for a mean squared error of values in 0..1, at most 100."""
    return min(100.0, float(-10 * np.log10(max(error, 1e-10))))


def _ranged(params: Params, values: "Tensor") -> "Tensor":
    return values * 2 - 1 if params["range"] == "centred" else values


def _unit(params: Params, values: "Tensor") -> "Tensor":
    return (values + 1) / 2 if params["range"] == "centred" else values


def _tensor(values: Array) -> "Tensor":
    import torch

    return torch.from_numpy(np.ascontiguousarray(values))


def _picture(values: "Tensor") -> Array:
    """The first of a batch [B,C,H,W] as [H,W,C]."""
    return np.asarray(values[0].detach().permute(1, 2, 0).numpy())
