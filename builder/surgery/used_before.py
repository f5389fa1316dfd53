"""What a network has used by the moment at which a module inside has answered: whole modules, and bare parameters."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from builder.block import Site
from builder.recipe import Recipe
from builder.sizes import PROBES
from builder.surgery.survey import is_under, walked
from builder.weightless.running import run_empty, tensor_in

KEPT = 64
"""The orders of so many networks are remembered."""

_KNOWN: dict[object, "Order | None"] = {}


@dataclass(frozen=True)
class Order:
    """When modules began, when they first answered, and when parameters were first used, as counted moments."""

    began: Mapping[str, int]
    ended: Mapping[str, int]
    used: Mapping[str, int]

    def front(self, module: nn.Module, path: str) -> tuple[str, ...] | None:
        """The paths of all that was used before this module had answered, and its own; None where it never ran.

        A module that is used on both sides is opened. A parameter that belongs to an opened module is named itself.
        """
        inner = [moment for name, moment in self.ended.items() if is_under(name, (path,))]
        if not inner:
            return None
        return tuple(self._front(module, "", path, self.ended.get(path, max(inner))))

    def _front(self, module: nn.Module, prefix: str, path: str, moment: int) -> Iterator[str]:
        for name in module._parameters:
            if self.used.get(prefix + name, moment + 1) <= moment:
                yield prefix + name
        for name, child in module.named_children():
            here = prefix + name
            times = [
                time
                for found in (self.began, self.used)
                for name, time in found.items()
                if is_under(name, (here,))
            ]
            if here == path or (times and max(times) <= moment and not is_under(path, (here,))):
                yield here
            elif times and min(times) <= moment:
                yield from self._front(child, f"{here}.", path, moment)


def front(recipe: Recipe, site: Site, module: nn.Module, path: str) -> tuple[str, ...] | None:
    """What is used before and in the module at this path when a recipe runs without values; None where it never is."""
    key = (repr(recipe), tuple(site.arrived.items()))
    if key not in _KNOWN:
        if len(_KNOWN) >= KEPT:
            _KNOWN.clear()
        _KNOWN[key] = _watched(recipe, site, module)
    order = _KNOWN[key]
    return order.front(module, path) if order else None


def _watched(recipe: Recipe, site: Site, module: nn.Module) -> Order | None:
    names: dict[int, str] = {}
    for path, inner in walked(module):
        for name, parameter in inner._parameters.items():
            names.setdefault(id(parameter), f"{path}.{name}" if path else name)
    began: dict[str, int] = {}
    ended: dict[str, int] = {}
    watch = _Uses(names)
    with ExitStack() as hooks:
        for path, inner in module.named_modules():
            hooks.enter_context(_hook(inner.register_forward_pre_hook, watch, began, path))
            hooks.enter_context(_hook(inner.register_forward_hook, watch, ended, path))
        try:
            run_empty(recipe, site, module, PROBES[0], beside=watch)
        except Exception:  # noqa: BLE001 - what cannot run is explained where its shapes are asked for
            return None
    return Order(began, ended, watch.used)


class _Uses(TorchFunctionMode):
    """Note when each of these tensors first has a part in another one; asking for its size or type is none."""

    def __init__(self, names: Mapping[int, str]) -> None:
        super().__init__()
        self.names = names
        self.used: dict[str, int] = {}
        self.moment = 0

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        if tensor_in(result) is not None:
            for tensor in _tensors([*args, *(kwargs or {}).values()]):
                if (name := self.names.get(id(tensor))) is not None:
                    self.used.setdefault(name, self.moment)
        return result


def _tensors(values: Any) -> Iterator[torch.Tensor]:
    for value in values:
        if isinstance(value, torch.Tensor):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from _tensors(value)


@contextmanager
def _hook(register: Callable[..., Any], watch: _Uses, moments: dict[str, int], path: str) -> Iterator[None]:
    def note(path: str, *_: Any) -> None:
        moments.setdefault(path, watch.moment)
        watch.moment += 1

    handle = register(partial(note, path))
    try:
        yield
    finally:
        handle.remove()
