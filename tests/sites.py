"""Places for blocks under test: parameters, what arrives, and running a recipe on real numbers."""

from collections.abc import Mapping
from typing import Any

import torch

from builder.block import Block, Site
from builder.recipe import Recipe
from builder.registry import default_registry, filled
from builder.sizes import Size, Symbolic, symbol
from builder.spec import Spec
from builder.weightless.running import expression, names
from builder.writing.build import build

SYMBOLS = {"B": 3, "T": 6, "N": 7, "E": 9}
"""How large each symbol is where real numbers are computed."""

INTEGERS = {"ids", "mask", "edges", "index", "condition"}

_BY_KIND: dict[str, tuple[Size | str, ...]] = {
    "any": ("B", 16),
    "image": ("B", 3, 64, 64),
    "map": ("B", 16, 8, 8),
    "tokens": ("B", "T", 16),
    "vector": ("B", 16),
    "nodes": ("N", 16),
    "logits": ("B", 4),
    "ids": ("B", "T"),
    "mask": ("B", "T"),
    "edges": (2, "E"),
    "index": ("N",),
    "condition": ("B",),
    "boxes": ("B", 4, 8, 8),
}


def shape(*sizes: Size | str) -> tuple[Size, ...]:
    """A shape from numbers and the letters of symbols."""
    return tuple(symbol(size) if isinstance(size, str) else size for size in sizes)


def spec(*sizes: Size | str, dtype: str = "float32", kind: str = "any") -> Spec:
    """What arrives: real numbers of this shape, unless said otherwise."""
    return Spec(shape(*sizes), dtype, kind)


def usual(kind: str) -> Spec:
    """What a wire of this kind usually carries."""
    return spec(*_BY_KIND[kind], dtype="int64" if kind in INTEGERS else "float32", kind=kind)


def place(
    block_id: str, *, wanted: tuple[str, ...] = (), params: Mapping[str, Any] | None = None, **arrived: Any
) -> Site:
    """A site for a registered block; a port that takes many wires gets a tuple of Specs."""
    block = default_registry().get(block_id)
    return Site("here", filled(block, params or {}), arrived, wanted or tuple(block.outputs)[:1])


def declared(block_id: str, site: Site) -> Recipe:
    """What the block declares at the site."""
    return default_registry().get(block_id).declare(site)


def values(site: Site) -> dict[str, Any]:
    """Real tensors of the shapes that arrive; masks are all ones, ids all zero, graphs in order."""
    return {
        port: tuple(tensor(one) for one in arrived) if isinstance(arrived, tuple) else tensor(arrived)
        for port, arrived in site.arrived.items()
    }


def tensor(what: Spec) -> torch.Tensor:
    sizes = [size.at(SYMBOLS) if isinstance(size, Symbolic) else size for size in what.shape]
    if what.dtype == "float32":
        return torch.randn(sizes, generator=torch.Generator().manual_seed(0))
    if what.kind == "index":
        return torch.arange(sizes[0]) * SYMBOLS["B"] // sizes[0]
    fill = torch.ones if what.kind == "mask" else torch.zeros
    return fill(sizes, dtype=getattr(torch, what.dtype))


def run(
    recipe: Recipe, block: Block, given: Mapping[str, Any], *, train: bool = False
) -> dict[str, torch.Tensor]:
    """Build the recipe's module and compute every output port that it declares, on the processor."""
    module = build(recipe.module).train(train) if recipe.module else None
    scope: dict[str, Any] = names(recipe) | {"module": module}
    places = {"module": "module", "result": "result"}
    for port, value in given.items():
        many = value if isinstance(value, tuple) else (value,)
        variables = [f"{port}_{index}" for index in range(len(many))]
        scope |= dict(zip(variables, many, strict=True))
        places[port] = ", ".join(variables)
    with torch.no_grad():
        scope["result"] = eval(expression(recipe.call, places), scope)
        outputs = recipe.outputs or dict.fromkeys(tuple(block.outputs)[:1], "{result}")
        return {port: eval(expression(text, places), scope) for port, text in outputs.items()}
