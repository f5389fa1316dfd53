"""The optimiser of a run, in its fused form where there is one: a group for each learning rate."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from builder.documents.document import Training
from builder.fitting.falling import FULL
from builder.planning.planned import Plan
from builder.planning.staging import layers_of
from builder.problem import refuse
from builder.writing.places import attribute

if TYPE_CHECKING:
    from torch import nn, optim

    Group = dict[str, Any]


def factors_of(planned: Plan, training: Training) -> dict[str, float]:
    """The factor of the learning rate of each parameter that has one of its own, by its name in the network."""
    return {
        f"{attribute(layer.node)}.{name}": layer.factor
        for layer in layers_of(planned, training)
        for name in layer.names
    }


def optimiser_for(
    module: "nn.Module", training: Training, factors: Mapping[str, float], *, fitted: bool = False
) -> "optim.Optimizer | None":
    """An optimiser over the trainable parameters, a group for each learning rate; frozen ones are left out.

    None where nothing is trainable because all that learns is `fitted` at once.

    Raises:
        Refused: nothing is trainable.
    """
    from torch import optim

    groups = _groups(module, training, factors, known=set())
    if not groups and fitted:
        return None
    if not groups:
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
        made: optim.Optimizer = kind(groups, fused=True, **options)
    except (RuntimeError, TypeError, ValueError):
        made = kind(groups, **options)
    return made


def join(
    optimiser: "optim.Optimizer", module: "nn.Module", training: Training, factors: Mapping[str, float]
) -> None:
    """Add what has become trainable since, in groups of its own; what was there keeps its state."""
    known = {id(parameter) for group in optimiser.param_groups for parameter in group["params"]}
    for group in _groups(module, training, factors, known):
        optimiser.add_param_group(group)


def _groups(
    module: "nn.Module", training: Training, factors: Mapping[str, float], known: set[int]
) -> "list[Group]":
    """Trainable parameters by their factor, those outside of `known`; the plain rate comes first."""
    found: dict[float, list[Any]] = {}
    for name, parameter in module.named_parameters():
        if parameter.requires_grad and id(parameter) not in known:
            found.setdefault(factors.get(name, 1.0), []).append(parameter)
    rate = float(training.learning_rate)
    ordered = sorted(found, key=lambda factor: (factor != 1.0, -factor))
    return [{"params": found[factor], "lr": rate * factor, FULL: rate * factor} for factor in ordered]
