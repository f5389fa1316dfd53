"""Surgery on a live network: new modules take part in its forward pass, and its own tensors keep their names.

This file's text also goes into exported Python, so it needs nothing but torch.
"""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import nn


def insert_after(model: nn.Module, path: str, new: nn.Module) -> str:
    """Send what the module at a path gives through a new module; return the path of the new one.

    The new module becomes a child of the old one, or the last step of an `nn.Sequential`, so that every tensor
    that was there keeps its name. Where a module gives several things, the first one is sent through.
    """
    place = model.get_submodule(path)
    if isinstance(place, nn.Sequential):
        place.append(new)
        return f"{path}.{len(place) - 1}"
    name = _adopt(place, new)
    place.register_forward_hook(After(name))
    return f"{path}.{name}"


def insert_before(model: nn.Module, path: str, new: nn.Module) -> str:
    """Send what arrives at the module at a path through a new module first; return the path of the new one."""
    place = model.get_submodule(path)
    while isinstance(place, nn.Sequential) and len(place):
        path, place = f"{path}.0", place[0]
    name = _adopt(place, new)
    place.register_forward_pre_hook(Before(name), with_kwargs=True)
    return f"{path}.{name}"


def wrap(model: nn.Module, path: str, new: nn.Module) -> str:
    """Let a new module run beside the one at a path, on the same input, and add what it gives; return its path."""
    place = model.get_submodule(path)
    name = _adopt(place, new) if not isinstance(place, nn.Sequential) else ""
    if not name:
        raise TypeError(f"{path} is a row of modules; wrap one of its items.")
    place.register_forward_hook(Beside(name), with_kwargs=True)
    return f"{path}.{name}"


def replace(model: nn.Module, path: str, new: nn.Module) -> str:
    """Put a new module in the place of the one at a path, whose tensors are dropped; return the path."""
    model.set_submodule(path, new, strict=True)
    return path


def remove(model: nn.Module, path: str) -> str:
    """Let what arrives at the module at a path pass through unchanged; its tensors are dropped."""
    model.set_submodule(path, Through(), strict=True)
    return path


class Through(nn.Module):
    """Gives back what it is given first, whatever else is passed along."""

    def forward(self, x: Any, *_: Any, **__: Any) -> Any:
        return x


class After:
    """A hook that sends a module's result through one of its children."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, module: nn.Module, given: Any, result: Any) -> Any:
        return _changed(result, module.get_submodule(self.name))


class Before:
    """A hook that sends what arrives at a module through one of its children first."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, module: nn.Module, given: Any, named: Any) -> Any:
        new = module.get_submodule(self.name)
        if given:
            return (new(given[0]), *given[1:]), named
        first = next(iter(named))
        return given, {**named, first: new(named[first])}


class Beside:
    """A hook that adds what one of a module's children gives on the same input."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, module: nn.Module, given: Any, named: Any, result: Any) -> Any:
        arrived = given[0] if given else next(iter(named.values()))
        added = module.get_submodule(self.name)(arrived)
        return _changed(result, lambda own: own + added)


def _changed(result: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """What a module gives with its first tensor changed, in the form that it had."""
    if isinstance(result, torch.Tensor):
        return change(result)
    at, value = _first(result)
    if isinstance(result, Mapping):
        kept = {**result, at: _changed(value, change)}
        form: Any = type(result)
        return form(**kept) if all(isinstance(key, str) for key in kept) else form(kept)
    items = [*result[:at], _changed(value, change), *result[at + 1 :]]
    return type(result)(*items) if hasattr(result, "_fields") else type(result)(items)


def _first(result: Any) -> tuple[Any, Any]:
    """Where the first thing that holds a tensor stands in what a module gives, and that thing."""
    items = result.items() if isinstance(result, Mapping) else enumerate(result)
    for at, value in items:
        if _holds(value):
            return at, value
    raise TypeError("There is no tensor in what this module gives, so that nothing can be put behind it.")


def _holds(value: Any) -> bool:
    inner = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, (tuple, list)) else ()
    )
    return isinstance(value, torch.Tensor) or any(_holds(one) for one in inner)


def _adopt(place: nn.Module, new: nn.Module) -> str:
    """Make the new module a child under a name that is free."""
    number = 1 + sum(name.startswith("inserted") for name, _ in place.named_children())
    name = "inserted" if number == 1 else f"inserted_{number}"
    place.add_module(name, new)
    return name
