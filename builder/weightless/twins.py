"""Networks with shapes and no weights, built once and borrowed again; edits go to a fork and leave the original be."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, local

import torch
from torch import nn

from builder.surgery.survey import walked
from builder.weightless.recalling import TRUSTED, forgotten, recalling

ROOM = 12
"""So many networks wait to be borrowed; a single layer does not, for it is built again as fast."""

_waiting: OrderedDict[str, nn.Module] = OrderedDict()
_lock = Lock()
_lent = local()


@contextmanager
def borrowing() -> Iterator[None]:
    """Within this block, `borrowed` takes networks that were built before. No other thread has them meanwhile."""
    if getattr(_lent, "modules", None) is not None:
        yield
        return
    _lent.modules = {}
    try:
        yield
    finally:
        with _lock:
            _waiting.update((key, module) for key, module in _lent.modules.items() if module._modules)
            while len(_waiting) > ROOM:
                _waiting.popitem(last=False)
        _lent.modules = None


def borrowed(key: str, make: Callable[[], nn.Module]) -> nn.Module:
    """The network of this key, built where none is waiting. It must not be changed: see `forked`."""
    lent: dict[str, nn.Module] | None = getattr(_lent, "modules", None)
    if lent is None:
        return make()
    if key not in lent:
        with _lock:
            known = _waiting.pop(key, None)
        lent[key] = known if known is not None else recalling(make())
    return lent[key]


def forked(module: nn.Module, path: str) -> nn.Module | None:
    """A copy that may be changed at a path: the modules on the way are new, and all others are shared.

    None where the modules on the way are also reached by another way, so that a change would not be seen everywhere.
    """
    chain = list(_chain(module, path))
    if not all(type(link).__module__ != "torch.jit._script" for link in chain) or _reached_elsewhere(
        module, chain
    ):
        return None
    names = [name for name in path.split(".") if name]
    root = parent = _shallow(module)
    for index, link in enumerate(chain[1:]):
        name = names[index] if index < len(names) else next(iter(parent._modules))
        parent._modules[name] = fork = _shallow(link)
        parent = fork
    return root


def _chain(module: nn.Module, path: str) -> Iterator[nn.Module]:
    """The modules from the root to a path; of a row at its end also the first items, where an edit may land."""
    yield module
    for name in path.split(".") if path else ():
        module = module.get_submodule(name)
        yield module
    while isinstance(module, nn.Sequential) and len(module):
        module = next(iter(module.children()))
        yield module


def _reached_elsewhere(root: nn.Module, chain: list[nn.Module]) -> bool:
    """Whether some module holds one of the chain in another place than its parent does, or a method of one."""
    wanted = {id(link) for link in chain}
    times = 0
    for _, inner in walked(root):
        if inner._modules:
            times += sum(map(wanted.__contains__, map(id, inner._modules.values())))
        if type(inner).__module__.startswith(TRUSTED):
            continue
        for value in vars(inner).values():
            if id(value) in wanted or id(getattr(value, "__self__", None)) in wanted:
                return True
    return times != len(chain) - 1


def _shallow(module: nn.Module) -> nn.Module:
    copy: nn.Module = object.__new__(type(module))
    own = {
        name: value.copy() if name.startswith("_") and isinstance(value, dict) else value
        for name, value in vars(module).items()
    }
    vars(copy).update(forgotten(own))
    return copy


def on_meta(module: nn.Module) -> nn.Module:
    """The module without any values, in evaluation mode."""
    for _, inner in walked(module):
        if not all(tensor is None or tensor.is_meta for tensor in inner._parameters.values()):
            return module.to(torch.device("meta")).eval()
    for _, inner in walked(module):
        for name, tensor in inner._buffers.items():
            if tensor is not None and not tensor.is_meta:
                inner._buffers[name] = tensor.to("meta")
    return module.eval()
