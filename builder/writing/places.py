"""Where the nodes' modules stand in the network: their attributes, and what is frozen or added there."""

from builder.planning.planned import Plan
from builder.planning.staging import stages_of

_TAKEN = ("joined", "unfreeze")
"""Names that the written class needs for itself."""


def attribute(node_id: str) -> str:
    """The attribute of the network that holds a node's module."""
    from torch import nn

    return node_id + "_" if hasattr(nn.Module(), node_id) or node_id in _TAKEN else node_id


def frozen_of(planned: Plan) -> tuple[str, ...]:
    """The paths of the network that are frozen: of modules, and of parameters that stand alone."""
    return tuple(
        f"{attribute(node)}.{path}".rstrip(".")
        for node in planned.built
        if planned.nodes[node].recipe.module is not None
        for path in planned.nodes[node].frozen
    )


def bare_of(planned: Plan) -> tuple[str, ...]:
    """Which of the frozen paths are those of parameters that stand alone."""
    return tuple(
        f"{attribute(node)}.{path}"
        for node in planned.built
        for path in planned.nodes[node].frozen
        if path in planned.nodes[node].inside.parameters
    )


def added_of(planned: Plan) -> tuple[str, ...]:
    """The module paths of the network that edits put in; they are trained even inside what is frozen."""
    return tuple(f"{attribute(node)}.{path}" for node in planned.built for path in planned.nodes[node].added)


def later_of(planned: Plan) -> dict[int, tuple[str, ...]]:
    """The module paths of the network that join later, by the epoch from which they learn."""
    found: dict[int, tuple[str, ...]] = {}
    for stage in stages_of(planned):
        paths = tuple(f"{attribute(stage.node)}.{path}".rstrip(".") for path in stage.paths)
        found[stage.epoch] = (*found.get(stage.epoch, ()), *paths)
    return found
