"""Whole modules answered from memory: a part of a network that no edit touches runs once for each form of its input.

A module of PyTorch or torchvision without values gives, in one mode, for inputs of one form always the same form. So do
two that are made alike, such as the repeated blocks of a stage, and they share one memory. Only a run under
`builder.weightless.answers.Answers` makes use of that, and only while nobody listens inside with a hook.
"""

from collections import OrderedDict
from contextlib import suppress
from functools import wraps
from types import FunctionType
from typing import Any

import torch
from torch import nn

from builder.weightless.answers import NoForm, answering, form_of, made, result_form

TRUSTED = ("torch.nn.", "torchvision.")
"""Packages whose modules hold nothing but their children, and keep nothing of a run that another one would see."""

_PLAIN = frozenset((bool, int, float, complex, str, type(None), torch.dtype, torch.device, FunctionType))
_HOLDING = (dict, OrderedDict, set)


class _Unlike(Exception):  # noqa: N818 - it is an answer: such modules are not compared
    """A module may hold something of which what it gives depends in more ways than can be compared."""


def recalling(root: nn.Module) -> nn.Module:
    """The network, with every part that has parts of its own answering from memory where it can."""
    kinds: dict[Any, int] = {}
    kind_of: dict[nn.Module, int] = {}
    memories: dict[int, dict[Any, Any]] = {}
    for module in reversed(list(root.modules())):
        if not type(module).__module__.startswith(TRUSTED):
            continue
        with suppress(_Unlike):
            kind_of[module] = kinds.setdefault((type(module), _made_of(vars(module), kind_of)), len(kinds))
        if module is not root and module._modules and "forward" not in vars(module):
            memory = memories.setdefault(kind_of[module], {}) if module in kind_of else {}
            vars(module)["forward"] = _recall(module, memory)
    return root


def forgotten(parts: dict[str, Any]) -> dict[str, Any]:
    """A module's dictionary without its memory, for a copy that will be changed."""
    if hasattr(parts.get("forward"), "recalls"):
        del parts["forward"]
    return parts


def _made_of(value: Any, kind_of: dict[nn.Module, int]) -> Any:
    """What a part of a module tells of its make, so that two can be compared; empty hooks and the like tell nothing.

    Raises:
        _Unlike: of this it cannot be told whether two are alike.
    """
    kind = type(value)
    if kind in _PLAIN:
        return (kind, value)
    if isinstance(value, torch.Tensor):
        return (kind, value.shape, value.stride(), value.dtype)
    if isinstance(value, nn.Module):
        if value not in kind_of:
            raise _Unlike
        return (nn.Module, kind_of[value])
    if kind in (tuple, list):
        return (kind, *[_made_of(item, kind_of) for item in value])
    if kind in (dict, OrderedDict):
        items = [(name, item) for name, item in value.items() if type(item) not in _HOLDING or item]
        return (kind, *[(name, _made_of(item, kind_of)) for name, item in items])
    raise _Unlike


def _recall(module: nn.Module, memory: dict[Any, Any]) -> Any:
    usual = module.forward
    inner = [part for part in module.modules() if part is not module]

    @wraps(usual)
    def forward(*args: Any, **kwargs: Any) -> Any:
        if not answering() or any(part._forward_hooks or part._forward_pre_hooks for part in inner):
            return usual(*args, **kwargs)
        tensors: list[Any] = []
        try:
            key = (module.training, form_of((args, tuple(kwargs.items())), tensors))
        except NoForm:
            return usual(*args, **kwargs)
        if key in memory:
            return made(memory[key], tensors)
        result = usual(*args, **kwargs)
        if (found := result_form(result, tensors)) is not None:
            memory[key] = found
        return result

    forward.recalls = True  # type: ignore[attr-defined]
    return forward
