"""Where a node's parameters, multiply-adds and activations go: module by module, counted without weights or data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from builder.looking.facts import ASSUMED
from builder.planning.planned import Plan
from builder.problem import refuse
from builder.sizes import Symbolic
from builder.spec import Spec
from builder.surgery.survey import is_free

if TYPE_CHECKING:
    import torch
    from torch import nn


@dataclass(frozen=True)
class Cost:
    """What one module costs for one sample, its children included.

    `multiply_adds` counts matrix products and convolutions, as PyTorch's own counter does; `activations` are the
    bytes that the layers inside give, which training keeps. `called` is false for what never runs.
    """

    path: str
    kind: str
    parameters: int = 0
    trainable: int = 0
    multiply_adds: int = 0
    activations: int = 0
    called: bool = True
    children: int = 0

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self)) | {"name": self.path.rpartition(".")[2]}


@dataclass(frozen=True)
class Costs:
    """A module and its children, and the sizes that were assumed where the data leaves them open."""

    whole: Cost
    parts: tuple[Cost, ...]
    assumed: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        return {
            "whole": self.whole.to_json(),
            "parts": [part.to_json() for part in self.parts],
            "assumed": dict(self.assumed),
        }


def costs(planned: Plan, node: str, path: str = "") -> Costs:
    """What a node costs, or a module inside it, and how that is spread over its children.

    Raises:
        Refused: there is no such node or module, or nothing can be said of it before its problems are solved.
    """
    from builder.weightless.running import twin

    if node not in planned.nodes or not (known := planned.nodes[node]).specs:
        raise _unknown(node, "a node whose shapes are known")
    module = twin(known.recipe)
    modules = dict(module.named_modules()) if module is not None else {}
    if path not in modules and path:
        raise _unknown(f"{node}.{path}", "a module inside this node")
    counted = _run(planned, node, module) if planned.role(node) == "layer" else _Counted({}, {}, frozenset())

    def cost(of: str) -> Cost:
        inner = modules.get(of)
        names = [] if inner is None else [name for name, _ in inner.named_children()]
        frozen, added = known.frozen, known.added
        start = f"{of}." if of else ""
        sizes = {f"{start}{n}": p.numel() for n, p in inner.named_parameters()} if inner else {}
        return Cost(
            of,
            type(inner).__name__ if inner is not None else planned.block(node).title,
            sum(sizes.values()),
            sum(size for name, size in sizes.items() if is_free(name, frozen, added)),
            counted.products.get(of, 0),
            sum(size for name, size in counted.given.items() if not of or (name + ".").startswith(start)),
            not of or any((name + ".").startswith(start) for name in counted.called),
            len(names),
        )

    children = [] if path not in modules else [name for name, _ in modules[path].named_children()]
    parts = (cost(f"{path}.{name}" if path else name) for name in children)
    letters = {
        size.symbol
        for value in planned.site(node).arrived.values()
        for spec in (value if isinstance(value, tuple) else (value,))
        for size in spec.shape
        if isinstance(size, Symbolic)
    }
    return Costs(cost(path), tuple(parts), {name: ASSUMED[name] for name in sorted(letters - {"B"})})


@dataclass(frozen=True)
class _Counted:
    """Of one run: multiply-adds by module path, bytes given by each innermost module, and the paths that ran."""

    products: Mapping[str, int]
    given: Mapping[str, int]
    called: frozenset[str]


def _run(planned: Plan, node: str, module: "nn.Module | None") -> _Counted:
    from torch.utils.flop_counter import FlopCounterMode

    from builder.looking.questions import Questions
    from builder.weightless.running import evaluate

    recipe = planned.nodes[node].recipe
    given: dict[str, int] = {}
    called: set[str] = set()
    hooks = []
    for path, inner in module.named_modules() if module is not None else ():
        leaf = next(inner.children(), None) is None
        hooks.append(inner.register_forward_hook(_noting(path, leaf, given, called)))
    try:
        with Questions(), FlopCounterMode(display=False) as counter:
            evaluate(recipe, planned.site(node), module, lambda spec: _sample(spec, on_cpu=recipe.on_cpu))
    finally:
        for hook in hooks:
            hook.remove()
    return _Counted(_by_path(counter.get_flop_counts(), module), given, frozenset(called))


def _noting(path: str, leaf: bool, given: dict[str, int], called: set[str]) -> Callable[..., None]:
    from builder.weightless.running import tensor_in

    def note(_: Any, __: Any, result: Any) -> None:
        called.add(path)
        tensor = tensor_in(result)
        if leaf and tensor is not None:
            given[path] = given.get(path, 0) + tensor.numel() * tensor.element_size()

    return note


def _by_path(counts: Mapping[str, Mapping[Any, int]], module: "nn.Module | None") -> dict[str, int]:
    """PyTorch names modules by the class of the whole and the path; a multiply-add is two operations."""
    top = type(module).__name__
    found: dict[str, int] = {"": sum(counts.get("Global", {}).values()) // 2}
    for name, operations in counts.items():
        if name.startswith(f"{top}."):
            found[name.removeprefix(f"{top}.")] = sum(operations.values()) // 2
    return found


def _sample(spec: Spec, *, on_cpu: bool) -> "torch.Tensor":
    import torch

    sizes = ASSUMED | {"B": 1}
    shape = [size.at(sizes) if isinstance(size, Symbolic) else size for size in spec.shape]
    device = "cpu" if on_cpu else "meta"
    fill = torch.ones if spec.kind == "mask" else torch.zeros
    return fill(shape, dtype=getattr(torch, spec.dtype), device=device)


def _unknown(place: str, expected: str) -> Exception:
    return refuse(
        "unknown_place",
        f"Nothing is known of {place[:80]!r}.",
        expected=expected,
        got=place[:80],
        next="Choose a node that has a shape, or solve the problem in front of it first.",
    )
