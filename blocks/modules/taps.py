"""Taps: what modules inside a network give, without running what lies behind the last of them."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn


class Answered(Exception):  # noqa: N818 - it is how a pass ends, not an error
    """Ends a forward pass once every tap has its value."""


def taps(model: nn.Module, paths: tuple[str, ...], *inputs: Any, **named: Any) -> tuple[torch.Tensor, ...]:
    """Run a network until every path has answered, and return what each gave, in the order of the paths.

    A path names a module inside; "before fc" is what arrives at fc, "" is what the network itself returns, and
    ".logits" what it returns by the name of logits.
    A module that runs several times answers the first time, one that returns several tensors with the first.
    """
    found: dict[str, torch.Tensor] = {}

    def answer(path: str, value: Any) -> None:
        value = _first(value)
        last = len({*found, path}) == len(set(paths))
        # While the network goes on, a layer that works in place could still write into what was tapped.
        found.setdefault(path, value if last else value.clone())
        if last:
            raise Answered

    hooks = []
    try:
        for path in {path for path in paths if path and not path.startswith(".")}:
            module = model.get_submodule(path.removeprefix("before "))
            if path.startswith("before "):
                hook = module.register_forward_pre_hook(lambda _, given, path=path: answer(path, given))
            else:
                hook = module.register_forward_hook(lambda _, given, result, path=path: answer(path, result))
            hooks.append(hook)
        result = model(*inputs, **named)
        for path in [path for path in paths if not path or path.startswith(".")]:
            name = path[1:]
            answer(path, result if not path else result[int(name) if isinstance(result, list) else name])
    except Answered:
        pass
    finally:
        for hook in hooks:
            hook.remove()
    return tuple(found[path] for path in paths)


def _first(value: Any) -> Any:
    """The first tensor in what a module gives."""
    if isinstance(value, torch.Tensor):
        return value
    items = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, (tuple, list)) else ()
    )
    return next((found for one in items if (found := _first(one)) is not None), None)
