"""From a recipe to a module: resolve the dotted paths of blocks' code and call them."""

import importlib
from threading import RLock
from typing import Any

from builder.recipe import New, Operation
from builder.weights.own_weights import weights_folder

LOAD = "blocks.modules.own_weights.load_own"
"""The function that fills a module from a weights file of one's own."""


_ALONE = RLock()
"""transformers loads its parts when they are first asked for, and two threads that ask at once trip over each other."""


def resolve(path: str) -> Any:
    """The object behind a dotted path, such as ``torch.nn.Linear`` or ``transformers.AutoModel.from_config``."""
    module, *names = split_path(path)
    with _ALONE:
        found: Any = importlib.import_module(module)
        for name in names:
            found = getattr(found, name)
    return found


def split_path(path: str) -> tuple[str, ...]:
    """A dotted path as (module to import, attribute, attribute...). Classes begin with a capital letter."""
    parts = path.split(".")
    capital = next((index for index, part in enumerate(parts) if part[:1].isupper()), len(parts) - 1)
    return (".".join(parts[:capital]), *parts[capital:])


def build(new: New) -> Any:
    """Call a constructor with its arguments, then the assignments, the file and the operations that follow it."""
    args = [_value(item) for item in new.args]
    kwargs = {name: _value(item) for name, item in new.kwargs.items()}
    module = (_group(new) if new.inside else resolve(new.path))(*args, **kwargs)
    for path, replacement in new.then:
        module.set_submodule(path, build(replacement), strict=True)
    if new.file:
        weights_folder()  # from here on, generated source finds it too
        resolve(LOAD)(module, new.file, new.cut)
    for operation in new.operations:
        perform(module, operation, build(operation.new) if operation.new else None)
    return module


def perform(module: Any, operation: Operation, new: Any = None) -> str:
    """Operate on a built module; return the path of what is new there."""
    path: str = resolve(operation.path)(module, operation.at, *([] if new is None else [new]))
    return path


def _group(new: New) -> Any:
    """The class of a group, from the same text that is exported."""
    from builder.writing.compile import run_source
    from builder.writing.source import class_source

    text, name = class_source(new)
    return run_source(text)[name]


def _value(item: Any) -> Any:
    if isinstance(item, New):
        return build(item)
    if isinstance(item, (tuple, list)):
        return type(item)(_value(part) for part in item)
    return item
