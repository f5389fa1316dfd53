"""Forms that follow by arithmetic: the answers that a network asks for most, without PyTorch's Python shape functions.

Each rule speaks only where the case is plain, and says None otherwise; `tests/test_answers.py` holds every one of them
to what PyTorch itself gives.
"""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.nn import functional

Rule = Callable[..., Any]
"""Takes the arguments of the function; gives the result's form, the place of the tensor that it is, or None."""


def _dense(tensor: torch.Tensor) -> bool:
    """Whether there is but one way in which its numbers can lie: row by row, no axis of size 1 in doubt."""
    return tensor.is_contiguous() and 1 not in tensor.shape[1:]


def _rows(shape: tuple[int, ...], dtype: torch.dtype) -> Any:
    stride, step = [], 1
    for size in reversed(shape):
        stride.append(step)
        step *= max(size, 1)
    return (torch.Size(shape), tuple(reversed(stride)), dtype)


def _linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> Any:
    fits = x.ndim >= 2 and weight.ndim == 2 and x.shape[-1] == weight.shape[1] and x.dtype == weight.dtype
    fits = fits and (bias is None or (bias.shape == weight.shape[:1] and bias.dtype == x.dtype))
    return (
        _rows((*x.shape[:-1], weight.shape[0]), x.dtype) if fits and _dense(x) and 0 not in x.shape else None
    )


def _convolution(axes: int) -> Rule:
    def rule(  # noqa: PLR0917 - as PyTorch orders them
        x: torch.Tensor,
        weight: torch.Tensor,
        bias: torch.Tensor | None = None,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
    ) -> Any:
        rows = [
            value if isinstance(value, tuple) else (value,) * axes for value in (stride, padding, dilation)
        ]
        whole = all(type(item) is int and len(row) == axes for row in rows for item in row)
        fits = whole and x.ndim == weight.ndim == axes + 2 and x.shape[1] == weight.shape[1] * groups
        fits = (
            fits
            and weight.shape[0] % groups == 0
            and x.dtype == weight.dtype
            and _dense(x)
            and x.shape[0] > 0
        )
        if not fits or (bias is not None and bias.shape != weight.shape[:1]):
            return None
        sizes = [
            (size + 2 * pad - gap * (window - 1) - 1) // step + 1
            for size, window, step, pad, gap in zip(x.shape[2:], weight.shape[2:], *rows, strict=True)
        ]
        return _rows((x.shape[0], weight.shape[0], *sizes), x.dtype) if min(sizes) > 1 else None

    return rule


def _batch_norm(  # noqa: PLR0917 - as PyTorch orders them
    x: torch.Tensor,
    running_mean: torch.Tensor | None,
    running_var: torch.Tensor | None,
    weight: torch.Tensor | None = None,
    bias: torch.Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Any:
    each = [running_mean, running_var, weight, bias]
    fits = not training and all(
        one is not None and one.shape == x.shape[1:2] and one.dtype == x.dtype for one in each
    )
    return _rows(tuple(x.shape), x.dtype) if fits and x.ndim > 1 and _dense(x) else None


def _relu(x: torch.Tensor, inplace: bool = False) -> Any:
    return 0 if inplace else _rows(tuple(x.shape), x.dtype) if _dense(x) else None


def _each_number(x: torch.Tensor) -> Any:
    return _rows(tuple(x.shape), x.dtype) if x.is_floating_point() and _dense(x) else None


def _sum(x: Any, y: Any) -> Any:
    both = isinstance(x, torch.Tensor) and isinstance(y, torch.Tensor)
    alike = both and x.shape == y.shape and x.dtype == y.dtype and _dense(x) and _dense(y)
    return _rows(tuple(x.shape), x.dtype) if alike else None


def _sum_in_place(x: Any, y: Any) -> Any:
    return 0 if _sum(x, y) is not None else None


_RULES: Mapping[Any, Rule] = {
    functional.linear: _linear,
    functional.conv1d: _convolution(1),
    functional.conv2d: _convolution(2),
    functional.conv3d: _convolution(3),
    functional.batch_norm: _batch_norm,
    functional.relu: _relu,
    **dict.fromkeys((torch.relu, torch.sigmoid, torch.tanh), _each_number),
    torch.Tensor.add: _sum,
    torch.Tensor.__add__: _sum,
    torch.Tensor.__iadd__: _sum_in_place,
}


def ruled(func: Any, args: Any, kwargs: Mapping[str, Any]) -> Any:
    """The form of a function's result, where a rule tells it; None where PyTorch has to be asked."""
    rule = _RULES.get(func)
    return rule(*args, **kwargs) if rule else None
