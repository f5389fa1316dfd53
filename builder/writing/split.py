"""The constant prefix of a graph: what is frozen or fixed gives the same features in every epoch, so it runs once."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from builder.planning.planned import Plan
from builder.writing.compile import run_source
from builder.writing.forward import forward_lines, result_names
from builder.writing.source import source_of

if TYPE_CHECKING:
    from torch import Tensor, nn

    Values = dict[str, Tensor]


@dataclass(frozen=True)
class Prefix:
    """The nodes whose values never change during training, and the values that leave them.

    `frontier` names the values that the rest needs, arguments of the network included. `reasons` says of each
    frozen or parameterless node that is not part of it why not.
    """

    nodes: frozenset[str] = frozenset()
    frontier: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    """Nodes of which only a part is frozen, and nothing in front of them changes: they may be cut inside."""
    reasons: dict[str, str] = field(default_factory=dict)


def constant_prefix(planned: Plan, joined: Collection[str] = (), settled: Collection[str] = ()) -> Prefix:
    """Find the longest prefix of a graph that gives exactly the same values in every epoch.

    `joined` are the nodes of which a part was frozen and learns by now; `settled` those that count as constant
    although they have tensors of their own, since these are computed once.
    """
    constant: set[str] = set()
    reasons: dict[str, str] = {}
    for node in planned.live:
        reason = _changes(planned, node, constant, settled)
        if reason is None and node in joined:
            reason = "a part of it learns by now"
        if reason is None:
            constant.add(node)
        elif planned.owner(node).frozen:
            reasons[node] = reason
    constant -= set(planned.results)
    frontier = [
        planned.names[edge.source, edge.output]
        for edge in planned.document.edges
        if edge.source in constant and edge.target in set(planned.live) - constant
    ]
    partly = tuple(node for node in planned.live if _partly(planned, node, constant))
    return Prefix(frozenset(constant), tuple(dict.fromkeys(frontier)), partly, reasons)


def split(
    planned: Plan, module: "nn.Module", prefix: Prefix
) -> tuple[Callable[..., "Values"], Callable[..., "Values"]]:
    """The network in two parts: ``before(**arguments)`` gives the frontier's values, ``after(**values)`` the outputs.

    Both take and give tensors by name; ``after`` maps output ids to tensors. They share the module's weights.
    """
    arguments = [argument.name for argument in planned.arguments]
    first = [node for node in planned.live if node in prefix.nodes]
    second = [node for node in planned.live if node not in prefix.nodes]
    before = _function(
        "before", arguments, forward_lines(planned, first), {name: name for name in prefix.frontier}
    )
    after = _function("after", list(prefix.frontier), forward_lines(planned, second), result_names(planned))
    scope: dict[str, Any] = run_source(f"{source_of(planned)}\n\n{before}\n\n{after}")
    return _bound(scope["before"], module), _bound(scope["after"], module)


def between(
    planned: Plan, module: "nn.Module", takes: Sequence[str], nodes: Collection[str], gives: str
) -> Callable[..., "Tensor"]:
    """A part of the network as a function of values by name: it runs these nodes and returns one value."""
    order = [node for node in planned.live if node in nodes]
    text = _function("part", list(takes), forward_lines(planned, order), {gives: gives})
    run = _bound(run_source(f"{source_of(planned)}\n\n{text}")["part"], module)
    return lambda **values: run(**values)[gives]


def inside(planned: Plan, module: "nn.Module", node: str) -> Callable[..., "Values"]:
    """One node alone, as a function from the values that arrive, by name, to what it gives, by name."""
    gives = {planned.names[edge.source, edge.output] for edge in planned.document.out_of(node)}
    lines = forward_lines(planned, [node])
    text = _function("inside", [*arriving(planned, node)], lines, {name: name for name in sorted(gives)})
    return _bound(run_source(f"{source_of(planned)}\n\n{text}")["inside"], module)


def arriving(planned: Plan, node: str) -> tuple[str, ...]:
    """The names of the values that arrive at a node."""
    return tuple(sorted({planned.names[edge.source, edge.output] for edge in planned.document.into(node)}))


def _partly(planned: Plan, node: str, constant: set[str]) -> bool:
    known = planned.nodes[node]
    behind = all(edge.source in constant for edge in planned.document.into(node))
    return node not in constant and behind and bool(known.frozen) and known.recipe.module is not None


def _bound(function: Callable[..., "Values"], module: "nn.Module") -> Callable[..., "Values"]:
    def run(**values: "Tensor") -> "Values":
        return function(module, **values)

    return run


def _function(name: str, takes: list[str], lines: list[str], gives: dict[str, str]) -> str:
    result = "{" + ", ".join(f'"{key}": {value}' for key, value in gives.items()) + "}"
    body = "\n".join(f"    {line}" for line in [*lines, f"return {result}"])
    return f"def {name}({', '.join(['self', *takes])}):\n{body}\n"


def _changes(planned: Plan, node: str, constant: set[str], settled: Collection[str]) -> str | None:
    """Why a node's values change from epoch to epoch; None when they do not."""
    if planned.role(node) == "input":
        return None
    moving = [edge.source for edge in planned.document.into(node) if edge.source not in constant]
    if moving:
        return f"it comes after {moving[0]}, which is trained"
    known = planned.owner(node)
    if known.random:
        return "it draws random numbers in training"
    if known.size.tensors and known.frozen != ("",) and node not in settled:
        return "only a part of it is frozen" if known.frozen else "it is trained"
    if known.added:
        return "new modules inside it are trained"
    return None
