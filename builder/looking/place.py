"""Where a run is just now: the node, and the modules inside that are being called."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


@contextmanager
def placed(stack: list[str], node: str, module: "nn.Module | None") -> Iterator["nn.Module | None"]:
    """While it lasts, the stack ends with the path and class of the module that is running. Gives the module."""
    hooks = []
    for path, inner in module.named_modules() if module is not None else ():
        label = f"{node}.{path}".rstrip(".") + f" ({type(inner).__name__})"
        hooks.append(inner.register_forward_pre_hook(lambda *_, label=label: stack.append(label)))
        hooks.append(inner.register_forward_hook(lambda *_: _leave(stack)))
    stack.append(node)
    try:
        yield module
    finally:
        stack.clear()
        for hook in hooks:
            hook.remove()


def _leave(stack: list[str]) -> None:
    stack.pop()
