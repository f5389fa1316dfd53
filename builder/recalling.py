"""Whole modules answered from memory: a part of a network that no edit touches runs once for each form of its input.

A module of PyTorch or torchvision without values gives, in one mode, for inputs of one form always the same form.
Only a run under `builder.answers.Answers` makes use of that, and only while nobody listens inside with a hook.
"""

from functools import wraps
from typing import Any

from torch import nn

from builder.answers import NoForm, answering, form_of, made, result_form

TRUSTED = ("torch.nn.", "torchvision.")
"""Packages whose modules hold nothing but their children, and keep nothing of a run that another one would see."""


def recalling(root: nn.Module) -> nn.Module:
    """The network, with every part that has parts of its own answering from memory where it can."""
    for module in root.modules():
        kind = type(module).__module__
        if (
            module is not root
            and module._modules
            and kind.startswith(TRUSTED)
            and "forward" not in vars(module)
        ):
            vars(module)["forward"] = _recall(module)
    return root


def forgotten(parts: dict[str, Any]) -> dict[str, Any]:
    """A module's dictionary without its memory, for a copy that will be changed."""
    if hasattr(parts.get("forward"), "recalls"):
        del parts["forward"]
    return parts


def _recall(module: nn.Module) -> Any:
    usual = module.forward
    inner = [part for part in module.modules() if part is not module]
    known: dict[Any, Any] = {}

    @wraps(usual)
    def forward(*args: Any, **kwargs: Any) -> Any:
        if not answering() or any(part._forward_hooks or part._forward_pre_hooks for part in inner):
            return usual(*args, **kwargs)
        tensors: list[Any] = []
        try:
            key = (module.training, form_of((args, tuple(kwargs.items())), tensors))
        except NoForm:
            return usual(*args, **kwargs)
        if key in known:
            return made(known[key], tensors)
        result = usual(*args, **kwargs)
        if (found := result_form(result, tensors)) is not None:
            known[key] = found
        return result

    forward.recalls = True  # type: ignore[attr-defined]
    return forward
