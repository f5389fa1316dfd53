"""Actions: a value for each, learnt by acting in a world or by matching who knows them."""

from typing import TYPE_CHECKING, Any, final

import numpy as np

from builder.data.dataset import Column, Dataset
from builder.tasks.task import Baseline, Params, Seen, Task

if TYPE_CHECKING:
    from torch import Tensor


@final
class ActionsTask(Task):
    """`results` are the values [B, A], and where a second wire arrives the values that they are to be like.

    The truth is 1 for each of the best actions, [B, A]. It is only measured against: the loss is the distance to
    the second wire, or comes from acting (see `builder.fitting.acting`).
    """

    kinds = ("vector",)

    def truth(self, params: Params, column: Column, rows: Any, results: "tuple[Tensor, ...]") -> "Tensor":
        import torch

        return torch.as_tensor(column.values[np.asarray(rows)])

    def loss(self, params: Params, results: "tuple[Tensor, ...]", truth: "Tensor") -> "Tensor":
        from torch.nn import functional

        return functional.mse_loss(results[0].float(), results[-1].detach().float())

    def guess(self, params: Params, results: "tuple[Tensor, ...]") -> "Tensor":
        return results[0].float()

    def measure(self, params: Params, guesses: "Tensor", truth: "Tensor") -> float:
        """The share of rows in which the highest value is that of a best action."""
        chosen = guesses.cpu().argmax(dim=1, keepdim=True)
        return round(float(truth.cpu().gather(1, chosen).mean()), 6)

    def baseline(
        self, params: Params, dataset: Dataset, column: Column, results: "tuple[Tensor, ...]", width: int
    ) -> Baseline:
        """Acting at random, and the one action that is best most often."""
        best = column.values[dataset.test]
        return Baseline(
            "acting at random", round(float(best.mean()), 6), round(float(best.mean(axis=0).max()), 6)
        )

    def answer(self, params: Params, results: "tuple[Tensor, ...]", seen: Seen) -> dict[str, Any]:
        names = [name.strip() for name in params["names"].split(",") if name.strip()]
        values = results[0].float()[0].tolist()
        names += [f"action {place}" for place in range(len(names), len(values))]
        rows = [{"name": name, "value": value} for name, value in zip(names, values, strict=False)]
        best = max(rows, key=lambda row: float(row["value"]))
        return {"kind": "actions", "actions": rows, "said": str(best["name"])}
