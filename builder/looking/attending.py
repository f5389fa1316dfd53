"""Catch the weights of attention while a network runs: who looked at whom, whichever way the model computes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from builder.looking.pictures import sheet, table

MOST_LAYERS = 24
SMALL = 72
LARGEST = 512
"""Rows of more tokens than this are averaged down before they are kept."""

_PRODUCTS = (torch.matmul, torch.bmm, torch.Tensor.matmul, torch.Tensor.bmm, torch.Tensor.__matmul__)
_SOFTMAX = (torch.softmax, torch.Tensor.softmax, functional.softmax)


@dataclass(frozen=True)
class Attention:
    """The weights [heads, rows, columns] that one module gave the first sample, and its path."""

    path: str
    weights: torch.Tensor

    def to_json(self, *, heads: bool) -> dict[str, Any]:
        return {
            "path": self.path,
            "heads": len(self.weights),
            "rows": self.weights.shape[1],
            "columns": self.weights.shape[2],
            "mean": table(self.weights.mean(dim=0), SMALL).to_json(),
            "sheet": sheet(self.weights).to_json() if heads else None,
        }


class Attending(TorchFunctionMode):
    """Notes the weights of every attention that is computed while it is active. Results stay as they are.

    It knows PyTorch's own attention functions, and a softmax over the last axis whose result is multiplied with
    something. `place` names the module that runs just now.
    """

    def __init__(self, place: Sequence[str]) -> None:
        super().__init__()
        self.found: list[Attention] = []
        self._place = place
        self._waiting: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        options = dict(kwargs or {})
        if func is functional.multi_head_attention_forward:
            return self._with_heads(func, args, options)
        result = func(*args, **options)
        if func is functional.scaled_dot_product_attention:
            self._keep(scaled_weights(*args, **options))
        elif func in _SOFTMAX:
            dim = options.get("dim", args[1] if len(args) > 1 else None)
            if isinstance(result, torch.Tensor) and result.ndim >= 3 and dim in (-1, result.ndim - 1):
                self._waiting[id(result)] = (result, result)
        elif func is functional.dropout and id(args[0]) in self._waiting:
            self._waiting[id(result)] = (result, self._waiting[id(args[0])][1])
        elif func in _PRODUCTS and id(args[0]) in self._waiting:
            self._keep(self._waiting.pop(id(args[0]))[1])
        return result

    def _with_heads(self, func: Callable[..., Any], args: Any, options: dict[str, Any]) -> Any:
        wanted, averaged = options.get("need_weights", True), options.get("average_attn_weights", True)
        output, weights = func(*args, **options | {"need_weights": True, "average_attn_weights": False})
        self._keep(weights)
        return output, (weights.mean(dim=-3) if averaged else weights) if wanted else None

    def _keep(self, weights: torch.Tensor) -> None:
        """Keep the weights of the first sample, [heads, rows, columns]."""
        first = weights[0].detach().float()
        first = first.reshape(-1, *first.shape[-2:]) if first.ndim > 2 else first[None]
        if max(first.shape[1:]) > LARGEST:
            size = (min(first.shape[1], LARGEST), min(first.shape[2], LARGEST))
            first = functional.adaptive_avg_pool2d(first, size)
        path = self._place[-1] if self._place else ""
        self.found = [*self.found, Attention(path, first)][-MOST_LAYERS:]


def scaled_weights(  # noqa: PLR0917 - the arguments of PyTorch's own function
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attn_mask: torch.Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> torch.Tensor:
    """The weights that PyTorch's scaled dot-product attention uses and does not give, [..., rows, columns]."""
    if enable_gqa:
        key = key.repeat_interleave(query.shape[-3] // key.shape[-3], dim=-3)
    scores = query @ key.transpose(-2, -1) * (query.shape[-1] ** -0.5 if scale is None else scale)
    if is_causal:
        later = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).triu(1)
        scores = scores.masked_fill(later, float("-inf"))
    if attn_mask is not None and attn_mask.dtype == torch.bool:
        scores = scores.masked_fill(~attn_mask, float("-inf"))
    elif attn_mask is not None:
        scores = scores + attn_mask
    return scores.softmax(dim=-1)
