"""What PyTorch answers on tensors without values, remembered: the same question is not computed twice.

On the meta device a result depends on the function and on the forms of its arguments alone, so that a table of
(function, forms) -> forms is exact. PyTorch's own shape functions are Python, 0.2 to 1.3 ms each; a look into the table
takes some microseconds.
"""

from collections.abc import Callable, Mapping
from threading import local
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from builder.weightless.answer_rules import ruled

ROOM = 50_000
"""So many answers are kept; beyond that the table begins anew."""

_NUMBERS = (int, float, bool, complex)
_PLAIN = frozenset((*_NUMBERS, str, type(None)))
_NAMES = (str, torch.dtype, torch.device, torch.layout, torch.memory_format)
_QUESTIONS = (torch.Tensor.__bool__, torch.Tensor.__contains__)
_TENSORS = (torch.Tensor, torch.nn.Parameter)

_TABLE: dict[Any, Any] = {}
"""(function, forms of its arguments) -> the form of what it returned. Shared by all threads; entries never change."""

_UNFIT: set[Any] = set()
"""Functions that were seen to return something else than tensors, such as a size: they are always asked."""


class NoForm(Exception):  # noqa: N818 - it is an answer: this call is not for the table
    """A value of which the answer may depend in more ways than its form tells."""


_here = local()


def answering() -> bool:
    """Whether this thread runs under `Answers`."""
    return getattr(_here, "depth", 0) > 0


class Answers(TorchFunctionMode):
    """Run functions on meta tensors from the table, and answer a question about their values with False.

    A data-dependent branch so goes the way of an ordinary full batch. Meant for runs without gradients; it belongs to
    the thread that entered it.
    """

    def __enter__(self) -> "Answers":
        _here.depth = getattr(_here, "depth", 0) + 1
        super().__enter__()
        return self

    def __exit__(self, *reason: Any) -> None:
        _here.depth -= 1
        super().__exit__(*reason)

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        if func in _UNFIT:
            return func(*args, **(kwargs or {}))
        if func in _QUESTIONS and args[0].is_meta:
            return False
        if torch._C._functorch.peek_interpreter_stack() is not None:  # inside a vmap, shapes do not tell all
            return func(*args, **(kwargs or {}))
        return _answer(func, args, kwargs or {})


def _answer(func: Callable[..., Any], args: Any, kwargs: Mapping[str, Any]) -> Any:
    tensors: list[torch.Tensor] = []
    try:
        forms = (form_of(args, tensors), form_of(tuple(kwargs.items()), tensors) if kwargs else None)
    except NoForm:
        return func(*args, **kwargs)
    if not tensors:
        return func(*args, **kwargs)
    key = (func, forms, torch.get_default_dtype())
    known = _TABLE.get(key)
    if known is not None:
        return made(known, tensors)
    if (told := ruled(func, args, kwargs)) is not None:
        _TABLE[key] = told
        return made(told, tensors)
    before = [_tensor_form(tensor) for tensor in tensors]
    result = func(*args, **kwargs)
    if before == [_tensor_form(tensor) for tensor in tensors]:
        _keep(key, result, tensors)
    return result


def _keep(key: Any, result: Any, tensors: list[torch.Tensor]) -> None:
    found = result_form(result, tensors)
    if found is None:
        if not isinstance(result, torch.Tensor):
            _UNFIT.add(key[0])
        return
    if len(_TABLE) >= ROOM:
        _TABLE.clear()
    _TABLE[key] = found


def form_of(value: Any, tensors: list[torch.Tensor]) -> Any:
    """What an argument tells, as something that can be looked up; its tensors are collected on the way."""
    kind = type(value)
    if kind in _TENSORS:
        tensors.append(value)
        return _tensor_form(value)
    if kind in _NUMBERS:
        return (kind, value)  # 1, 1.0 and True are equal, and do not mean the same
    if value is None or value is Ellipsis or kind in _NAMES:
        return value
    if kind in (tuple, list, torch.Size):
        kinds = tuple(map(type, value))
        if _PLAIN.issuperset(kinds):
            return (kind, kinds, tuple(value))
        return (kind, *[form_of(item, tensors) for item in value])
    if kind is slice:
        return (slice, *[form_of(item, tensors) for item in (value.start, value.stop, value.step)])
    raise NoForm


def _tensor_form(tensor: torch.Tensor) -> Any:
    if (
        not tensor.is_meta
        or tensor.layout is not torch.strided
        or (tensor.requires_grad and torch.is_grad_enabled())
    ):
        raise NoForm
    return (tensor.shape, tensor.stride(), tensor.dtype)


def result_form(result: Any, tensors: list[torch.Tensor]) -> Any:
    """How to make a result again: one of the arguments, or new tensors of some form; None where neither will do."""
    if type(result) in _TENSORS:
        for place, tensor in enumerate(tensors):
            if tensor is result:
                return place
        try:
            return _tensor_form(result)
        except NoForm:
            return None
    if type(result) in (tuple, list):
        parts = [(item is None, item is not None and result_form(item, tensors)) for item in result]
        return None if any(part is None for _, part in parts) else (type(result), parts)
    return None


def made(known: Any, tensors: list[torch.Tensor]) -> Any:
    if type(known) is int:
        return tensors[known]
    if len(known) == 3:
        shape, stride, dtype = known
        return torch.empty_strided(shape, stride, dtype=dtype, device="meta")
    kind, parts = known
    return kind(None if missing else made(part, tensors) for missing, part in parts)
