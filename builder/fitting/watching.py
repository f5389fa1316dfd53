"""Watching a node's network run, up to the first place where its values would differ in another epoch."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from torch import nn

Answers = dict[str, list[Any]]
"""Path of a module -> what it gave, call by call, in the order in which they ended."""


class _Ended(Exception):  # noqa: N818 - it is how a run ends, not an error
    """Ends a forward pass that has shown enough."""


def constant_answers(root: "nn.Module", run: Callable[[], object]) -> Answers:
    """Run a network until something learns, draws a random number or moves a statistic; give all answers before that.

    Only the outermost modules are given: what one of them holds is part of its answer. Nothing is changed, since
    the run ends in front of the first change.
    """
    import torch

    found: Answers = {}
    with torch.random.fork_rng(), torch.enable_grad():
        state = torch.get_rng_state()

        def before(module: "nn.Module", _: Any) -> None:
            if not torch.equal(torch.get_rng_state(), state) or _moves(module):
                raise _Ended

        def after(path: str, answer: Any) -> None:
            drawn = not torch.equal(torch.get_rng_state(), state)
            if drawn or any(tensor.requires_grad for tensor in tensors_of(answer)):
                raise _Ended
            for inner in [known for known in found if known.startswith(path + ".")]:
                del found[inner]
            found[path] = [*found.pop(path, []), _copied(answer)]  # the last to answer comes last

        hooks = [module.register_forward_pre_hook(before) for path, module in root.named_modules() if path]
        hooks += [
            module.register_forward_hook(lambda _, __, answer, path=path: after(path, answer))
            for path, module in root.named_modules()
            if path
        ]
        try:
            run()
        except _Ended:
            pass
        finally:
            for hook in hooks:
                hook.remove()
    return found


def answers_of(root: "nn.Module", run: Callable[[], object], calls: dict[str, int]) -> Answers:
    """Run a network until some modules have answered so many times each; nothing behind the last of them runs."""
    found: Answers = {path: [] for path in calls}

    def after(path: str, answer: Any) -> None:
        if len(found[path]) < calls[path]:
            found[path].append(_copied(answer))
        if all(len(found[path]) == count for path, count in calls.items()):
            raise _Ended

    hooks = [
        root.get_submodule(path).register_forward_hook(lambda _, __, answer, path=path: after(path, answer))
        for path in calls
    ]
    try:
        run()
    except _Ended:
        pass
    finally:
        for hook in hooks:
            hook.remove()
    return found


def tensors_of(answer: Any) -> "list[torch.Tensor]":
    """The tensors in whatever a module gave, in order."""
    import torch
    from torch.utils import _pytree

    return [leaf for leaf in _pytree.tree_leaves(answer) if isinstance(leaf, torch.Tensor)]


def _copied(answer: Any) -> Any:
    """The same answer with tensors of its own: what follows may write into the ones that were given."""
    import torch
    from torch.utils import _pytree

    return _pytree.tree_map_only(torch.Tensor, lambda tensor: tensor.detach().clone(), answer)


def _moves(module: "nn.Module") -> bool:
    """Whether a module that holds no others learns, or may move a statistic of its own when it is called."""
    if next(module.children(), None) is not None:
        return False
    learns = any(parameter.requires_grad for parameter in module.parameters(recurse=False))
    return learns or (module.training and next(module.buffers(recurse=False), None) is not None)
