"""The metric of an output, from torchmetrics: how often right, or how far off."""

from typing import TYPE_CHECKING, Any

from builder.fitting.targets import Target

if TYPE_CHECKING:
    from torch import Tensor


class Meter:
    """Gathers the predictions of one output and states its metric; a new meter for each pass."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._metric = _metric(target)
        self._seen = 0

    def add(self, output: "Tensor", truth: "Tensor") -> None:
        """Count one batch: the output's values as they left the network, and the target's."""
        output, truth = output.detach().float().cpu(), truth.detach().cpu()
        self._seen += len(truth)
        if self._target.is_class:
            self._metric.update(predicted(self._target, output), truth)
        else:
            self._metric.update(output.reshape(len(truth), -1), truth.float().reshape(len(truth), -1))

    def value(self) -> float:
        """The metric over everything that was added; 0 when nothing was."""
        return float(self._metric.compute()) if self._seen else 0.0


def predicted(target: Target, output: "Tensor") -> "Tensor":
    """The class that each row of scores stands for."""
    if output.shape[-1] == 1:
        return (output[..., 0] > 0).long()
    return output.argmax(dim=-1)


def measure(target: Target, guesses: Any, truth: Any) -> float:
    """The same metric for predictions from elsewhere, such as a baseline's: classes or values."""
    import torch

    metric = _metric(target)
    if target.is_class:
        return float(metric(torch.as_tensor(guesses), torch.as_tensor(truth)))
    guesses, truth = torch.as_tensor(guesses).float(), torch.as_tensor(truth).float()
    return float(metric(guesses.reshape(len(truth), -1), truth.reshape(len(truth), -1)))


def _metric(target: Target) -> Any:
    from torchmetrics.classification import MulticlassAccuracy, MulticlassF1Score
    from torchmetrics.regression import MeanAbsoluteError, MeanSquaredError

    classes = max(target.width, len(target.classes), 2)
    if target.metric == "accuracy":
        return MulticlassAccuracy(classes, average="micro")
    if target.metric == "macro_f1":
        return MulticlassF1Score(classes, average="macro")
    return MeanSquaredError() if target.metric == "mse" else MeanAbsoluteError()
