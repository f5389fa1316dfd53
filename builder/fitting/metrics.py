"""The metric of an output, from torchmetrics: how often right, or how far off."""

from typing import TYPE_CHECKING, Any

from builder.fitting.targets import Target

if TYPE_CHECKING:
    from torch import Tensor


class Meter:
    """Gathers the guesses of one output and states its metric; a new meter for each pass."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._guesses: list[Tensor] = []
        self._truths: list[Tensor] = []
        self._losses: list[tuple[Tensor, int]] = []

    def add(self, results: "tuple[Tensor, ...]", truth: "Tensor") -> None:
        """Note one batch: the output's values as they left the network, and the target's."""
        if self._target.task:
            parts = tuple(part.detach() for part in results)
            self._guesses.append(self._target.task.guess(self._target.params, parts).cpu())
            self._truths.append(truth.cpu())
            return
        output = results[0].detach()
        self._guesses.append(predicted(output) if self._target.is_class else output.float())
        self._truths.append(truth)

    def add_loss(self, loss: "Tensor", rows: int) -> None:
        """Note the mean loss of so many rows."""
        self._losses.append((loss.detach(), rows))

    @property
    def loss(self) -> float | None:
        """The mean loss over all rows that were noted; None where none was."""
        rows = sum(count for _, count in self._losses)
        return round(sum(float(loss) * count for loss, count in self._losses) / rows, 6) if rows else None

    def value(self) -> float:
        """The metric over everything that was added; 0 when nothing was."""
        import torch

        if not self._guesses:
            return 0.0
        if self._target.task:
            guesses, truths = torch.cat(self._guesses), torch.cat(self._truths)
            return self._target.task.measure(self._target.params, guesses, truths)
        return measure(self._target, torch.cat(self._guesses).cpu(), torch.cat(self._truths).cpu())


def predicted(output: "Tensor") -> "Tensor":
    """The class that each row of scores stands for."""
    if output.shape[-1] == 1:
        return (output[..., 0] > 0).long()
    return output.argmax(dim=-1)


def measure(target: Target, guesses: Any, truth: Any) -> float:
    """The metric of guesses against the truth, a network's or a baseline's: classes or values."""
    import torch

    guesses, truth = torch.as_tensor(guesses), torch.as_tensor(truth)
    if target.is_class:
        return round(float(_right(target, guesses, truth)), 6)
    guesses, truth = (part.float().reshape(len(truth), -1) for part in (guesses, truth))
    return round(float(_off(target, guesses, truth)), 6)


def _right(target: Target, guesses: "Tensor", truth: "Tensor") -> "Tensor":
    """How often classes are right."""
    from torchmetrics.functional.classification import multiclass_accuracy, multiclass_f1_score

    classes = max(target.width, len(target.classes), 2)
    if target.metric == "accuracy":
        return multiclass_accuracy(guesses, truth, classes, average="micro", validate_args=False)
    return multiclass_f1_score(guesses, truth, classes, average="macro", validate_args=False)


def _off(target: Target, guesses: "Tensor", truth: "Tensor") -> "Tensor":
    """How far off values are; the mean over all of them where a row has several."""
    from torchmetrics.functional.regression import mean_absolute_error, mean_squared_error

    return (mean_squared_error if target.metric == "mse" else mean_absolute_error)(guesses, truth)
