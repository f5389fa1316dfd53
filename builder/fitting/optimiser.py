"""The optimiser of a run, in its fused form where there is one."""

from typing import TYPE_CHECKING, Any

from builder.document import Training
from builder.problem import refuse

if TYPE_CHECKING:
    from torch import nn, optim


def optimiser_for(module: "nn.Module", training: Training) -> "optim.Optimizer":
    """An optimiser over the trainable parameters; frozen ones are left out.

    Raises:
        Refused: nothing is trainable.
    """
    from torch import optim

    trainable = [parameter for parameter in module.parameters() if parameter.requires_grad]
    if not trainable:
        raise refuse(
            "nothing_trainable",
            "Nothing can learn: every parameter is frozen, or the network has none.",
            expected="at least one trainable parameter",
            got="0",
            next="Unfreeze a part, or add a layer with weights behind the frozen one.",
        )
    kinds = {"adam": optim.Adam, "adamw": optim.AdamW, "sgd": optim.SGD}
    options: dict[str, Any] = {
        "lr": float(training.learning_rate),
        "weight_decay": float(training.weight_decay),
    }
    if training.optimiser == "sgd":
        options["momentum"] = 0.9
    kind: Any = kinds[training.optimiser]
    try:
        made: optim.Optimizer = kind(trainable, fused=True, **options)
    except (RuntimeError, TypeError, ValueError):
        made = kind(trainable, **options)
    return made
