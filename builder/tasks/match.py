"""Matching: one part of a network learns to give what another part gives."""

from typing import TYPE_CHECKING, Any, final

from builder.data.dataset import Column, Dataset
from builder.tasks.task import Baseline, Params, Seen, Task

if TYPE_CHECKING:
    from torch import Tensor


@final
class MatchTask(Task):
    """`results` are the values that learn and those that they are to be like, alike in every axis.

    What is matched needs no column: any column names the rows.
    """

    kinds = ("image", "text", "vector", "boxes")

    def truth(self, params: Params, column: Column, rows: Any, results: "tuple[Tensor, ...]") -> "Tensor":
        return results[1].detach().float()

    def loss(self, params: Params, results: "tuple[Tensor, ...]", truth: "Tensor") -> "Tensor":
        from torch.nn import functional

        given = results[0].float()
        return (
            functional.mse_loss(given, truth) if params["loss"] == "mse" else functional.l1_loss(given, truth)
        )

    def guess(self, params: Params, results: "tuple[Tensor, ...]") -> "Tensor":
        return results[0].float()

    def measure(self, params: Params, guesses: "Tensor", truth: "Tensor") -> float:
        """The squared distance as a share of how far the values lie from their mean: 0 is alike, 1 is no better."""
        spread = float((truth - truth.mean(dim=0)).square().mean())
        return round(float((guesses.cpu() - truth.cpu()).square().mean()) / max(spread, 1e-12), 6)

    def baseline(
        self, params: Params, dataset: Dataset, column: Column, results: "tuple[Tensor, ...]", width: int
    ) -> Baseline:
        return Baseline("the mean of what is matched", 1.0, 1.0)

    def answer(self, params: Params, results: "tuple[Tensor, ...]", seen: Seen) -> dict[str, Any]:
        apart = float((results[0].float() - results[1].float()).square().mean())
        return {"kind": "match", "value": apart, "said": f"{apart:.4g} apart"}
