"""Running real modules without weights and without data: shapes as PyTorch itself computes them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from types import CodeType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from builder.block import Block, Site
from builder.recipe import New, Recipe
from builder.sizes import PROBES, SYMBOLS, Size, Symbolic, solve
from builder.spec import Spec
from builder.weightless.answers import Answers
from builder.weightless.drawing import drawn
from builder.weightless.twins import borrowed, forked, on_meta
from builder.writing.build import build, perform, resolve

_RANDOM_FILLS = {
    torch.Tensor.normal_,
    torch.Tensor.uniform_,
    torch.Tensor.exponential_,
    torch.Tensor.bernoulli_,
    torch.Tensor.random_,
}


class _Twin(TorchFunctionMode):
    """Allocate nothing: `torch.empty` goes to the meta device, and random fills there do nothing."""

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        options = kwargs or {}
        if getattr(func, "__module__", "") == "torch.nn.init":  # it switches this mode off inside
            filled: torch.Tensor = args[0] if args else options["tensor"]
            if filled.is_meta:
                return filled
        elif func is torch.empty and options.get("device") is None:
            return func(*args, **{**options, "device": "meta"})
        elif func in _RANDOM_FILLS and args[0].is_meta:
            return args[0]
        return func(*args, **options)


def twin(recipe: Recipe, *, own: bool = False) -> torch.nn.Module | None:
    """The recipe's module with shapes and no weights, in evaluation mode; None when it has no module.

    It may share its insides with others, and is to be changed through `builder.weightless.twins.forked` only;
    with `own` it is built anew, and belongs to the caller.
    """
    if recipe.module is None:
        return None
    new = recipe.module.without_weights()
    if recipe.on_cpu:
        with drawn():
            module: torch.nn.Module = build(new)
        return module.eval()
    if own:
        return _built(new)
    bare = replace(new, then=(), operations=())
    changed = _changed(borrowed(repr(bare), lambda: _built(bare)), new)
    return _built(new) if changed is None else changed


def _built(new: New) -> torch.nn.Module:
    with drawn(), _Twin():  # some constructors draw although there is nothing to fill
        module = build(new)
    return on_meta(module)


def _changed(module: torch.nn.Module, new: New) -> torch.nn.Module | None:
    """A network with the assignments and operations of a constructor call, on forks; None where one cannot be had."""
    for path, replacement in new.then:
        if (fork := forked(module, path)) is None:
            return None
        fork.set_submodule(path, _built(replacement), strict=True)
        module = fork
    for operation in new.operations:
        if (fork := forked(module, operation.at)) is None:
            return None
        perform(fork, operation, _built(operation.new) if operation.new else None)
        module = fork
    return module


def shapes(recipe: Recipe, block: Block, site: Site, module: torch.nn.Module | None) -> dict[str, Spec]:
    """Run a recipe twice without values, and give each wanted output port its Spec.

    Raises:
        Exception: whatever the run raises; `builder.weightless.foreign.explain` turns it into a problem.
    """
    runs = [run_empty(recipe, site, module, probe) for probe in PROBES]
    return {
        port: _spec(port, runs[0][port], runs[1][port], block, site)
        for port in runs[0]
        if isinstance(runs[0][port], torch.Tensor)
    }


def observe(
    recipe: Recipe, block: Block, site: Site, module: torch.nn.Module, path: str
) -> tuple[Spec | None, Spec | None] | None:
    """What arrives at a module inside and what it gives, when the recipe runs; None when it is never called."""
    moments: list[tuple[Any, Any]] = []

    def watch(_: Any, given: Any, named: Any, result: Any) -> None:
        moments.append((tensor_in([*given, *named.values()]), tensor_in(result)))

    hook = module.get_submodule(path).register_forward_hook(watch, with_kwargs=True)
    seen: list[tuple[Any, Any]] = []
    try:
        for probe in PROBES:
            moments.clear()
            run_empty(recipe, site, module, probe)
            seen += moments[:1]
    finally:
        hook.remove()
    if len(seen) < len(PROBES):
        return None
    (first_in, first_out), (second_in, second_out) = seen
    return _seen(first_in, second_in, block, site), _seen(first_out, second_out, block, site)


def observe_pristine(
    recipe: Recipe, block: Block, site: Site, module: torch.nn.Module, path: str
) -> tuple[Spec | None, Spec | None] | None:
    """As `observe`, for a network without edits: all its modules are observed at once, and remembered."""
    key = (repr(recipe), tuple(site.arrived.items()), type(block))
    known = _OBSERVED.get(key)
    if known is None:
        known = {}
        for call in calls(recipe, block, site, module):
            known.setdefault(call.path, (call.arrived, call.gave))
        if len(_OBSERVED) >= OBSERVED:
            _OBSERVED.clear()
        _OBSERVED[key] = known
    return known.get(path) or observe(recipe, block, site, module, path)


OBSERVED = 64
"""Of so many networks it is remembered what arrives at each module inside."""

_OBSERVED: dict[object, dict[str, tuple[Spec | None, Spec | None]]] = {}


@dataclass(frozen=True)
class Call:
    """One call of a module inside: what arrived, what it gave, and which tensors (by number) these were."""

    path: str
    arrived: Spec | None
    gave: Spec | None
    source: int
    result: int


def calls(recipe: Recipe, block: Block, site: Site, module: torch.nn.Module) -> list[Call]:
    """Every call of a module inside, in the order in which they end; up to where a run breaks."""
    runs: list[list[tuple[str, Any, Any]]] = []
    for probe in PROBES:
        with _recording(module) as moments, suppress(Exception):
            run_empty(recipe, site, module, probe)
        runs.append(moments)
    found = []
    for (path, given, result), (other, given_too, result_too) in zip(*runs, strict=False):
        if path != other:
            break
        specs = (_seen(given, given_too, block, site), _seen(result, result_too, block, site))
        found.append(Call(path, *specs, id(given), id(result)))
    return found


@contextmanager
def _recording(module: torch.nn.Module) -> Iterator[list[tuple[str, Any, Any]]]:
    moments: list[tuple[str, Any, Any]] = []  # holds the tensors, so that each keeps a number of its own

    def watch(path: str) -> Callable[..., None]:
        return lambda _, given, named, result: moments.append(
            (path, tensor_in([*given, *named.values()]), tensor_in(result))
        )

    hooks = [
        inner.register_forward_hook(watch(path), with_kwargs=True) for path, inner in module.named_modules()
    ]
    try:
        yield moments
    finally:
        for hook in hooks:
            hook.remove()


def _seen(first: Any, second: Any, block: Block, site: Site) -> Spec | None:
    if first is None or second is None or first.ndim != second.ndim:
        return None
    return _spec("", first, second, block, site)


def tensor_in(value: Any) -> torch.Tensor | None:
    """The first tensor in a value that may be a tensor, a row of things or a mapping."""
    if isinstance(value, torch.Tensor):
        return value
    items = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, (tuple, list)) else ()
    )
    return next((found for item in items if (found := tensor_in(item)) is not None), None)


def names(recipe: Recipe) -> dict[str, Any]:
    """What a recipe's expressions may name: torch, nn, and the functions that it uses."""
    return {"torch": torch, "nn": torch.nn} | {path.rpartition(".")[2]: resolve(path) for path in recipe.uses}


def expression(template: str, values: Mapping[str, str]) -> str:
    """Fill ``{port}`` places of a recipe's expression with variable names."""
    return template.format_map(values)


def evaluate(
    recipe: Recipe, site: Site, module: torch.nn.Module | None, sample: Callable[[Spec], torch.Tensor]
) -> dict[str, Any]:
    """Run a recipe on tensors made to fit what arrives, and give what each wanted port takes from the result."""
    scope: dict[str, Any] = names(recipe) | {"module": module}
    places = {"module": "module", "result": "result"}
    for port, arrived in site.arrived.items():
        specs = arrived if isinstance(arrived, tuple) else (arrived,)
        variables = [f"{port}_{index}" for index in range(len(specs))]
        scope |= {name: sample(spec) for name, spec in zip(variables, specs, strict=True)}
        places[port] = ", ".join(variables)
    with torch.no_grad():
        scope["result"] = eval(_code(expression(recipe.call, places)), scope)  # noqa: S307 - a block's own text
        wanted = recipe.outputs or dict.fromkeys(site.wanted[:1], "{result}")
        return {port: eval(_code(expression(text, places)), scope) for port, text in wanted.items()}  # noqa: S307


@lru_cache(maxsize=4_000)
def _code(text: str) -> CodeType:
    return compile(text, "<recipe>", "eval")


@lru_cache(maxsize=20_000)
def _solved(pair: tuple[int, int], symbols: tuple[str, ...] = SYMBOLS) -> Size:
    return solve(pair, PROBES, symbols)


def _size(pair: tuple[int, int], site: Site) -> Size:
    """The size that had these two values; one that is worked out follows a symbol that arrives, if any fits."""
    size = _solved(pair)
    if isinstance(size, int) or (not size.offset and size.factor == 1):
        return size
    return _solved(pair, _symbols(site) or SYMBOLS)


def _symbols(site: Site) -> tuple[str, ...]:
    rows = [value if isinstance(value, tuple) else (value,) for value in site.arrived.values()]
    sizes = [size for row in rows for spec in row for size in spec.shape]
    return tuple(sorted({size.symbol for size in sizes if isinstance(size, Symbolic)}))


def run_empty(
    recipe: Recipe,
    site: Site,
    module: torch.nn.Module | None,
    probe: dict[str, int],
    *,
    beside: AbstractContextManager[Any] | None = None,
) -> dict[str, Any]:
    """Run a recipe once on tensors of these sizes without values; `beside` is entered for just this run."""
    with Answers(), beside or nullcontext():
        return evaluate(recipe, site, module, lambda spec: _probe(spec, probe, recipe))


def _probe(spec: Spec, probe: dict[str, int], recipe: Recipe) -> torch.Tensor:
    shape = [size.at(probe) if isinstance(size, Symbolic) else size for size in spec.shape]
    if not recipe.on_cpu and spec.kind != "index":
        with torch._C.DisableTorchFunction():  # there is nothing to be answered
            return torch.empty(shape, dtype=getattr(torch, spec.dtype), device="meta")
    device = "cpu" if recipe.on_cpu else "meta"
    if spec.kind == "index":  # as many graphs as the batch has samples, in order
        return torch.arange(shape[0], device=device) * probe["B"] // shape[0]
    fill = torch.ones if spec.kind == "mask" else torch.zeros
    return fill(shape, dtype=getattr(torch, spec.dtype), device=device)


def _spec(port: str, first: torch.Tensor, second: torch.Tensor, block: Block, site: Site) -> Spec:
    pairs = zip(first.shape, second.shape, strict=True)
    shape = tuple(_size(pair, site) for pair in pairs)
    declared = block.outputs[port].kind if port in block.outputs else "any"
    kind = declared if declared != "any" else _kind(shape, site)
    return Spec(shape, str(first.dtype).removeprefix("torch."), kind)


def _kind(shape: Sequence[Any], site: Site) -> str:
    arrived = [
        spec for value in site.arrived.values() for spec in (value if isinstance(value, tuple) else (value,))
    ]
    same = [
        spec.kind for spec in arrived if spec.rank == len(shape) and spec.kind not in ("image", "ids", "mask")
    ]
    if same:
        return same[0]
    if shape and isinstance(shape[0], Symbolic) and shape[0].symbol == "N":
        return "nodes"
    return {2: "vector", 3: "tokens", 4: "map"}.get(len(shape), "any")
