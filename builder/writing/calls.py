"""Constructor calls as text: what a recipe builds, as a person would write it."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from builder.recipe import New, Operation
from builder.writing.build import LOAD

if TYPE_CHECKING:
    from builder.planning.planned import Plan

OWN = ("blocks", "builder")
"""The packages whose code travels along with the source."""


def call(new: New) -> str:
    """The call that builds a module: ``nn.Linear(in_features=4, out_features=2)``.

    Raises:
        TypeError: an argument is of a kind that a recipe may not hold.
    """
    parts = [_literal(item) for item in new.args]
    parts += [f"{name}={_literal(item)}" for name, item in new.kwargs.items()]
    return f"{_name(new.path)}({', '.join(parts)})"


def construction(place: str, new: New) -> list[str]:
    """The statements that build a module at a place such as ``self.backbone``, and change it as asked."""
    lines = [f"{place} = {call(new)}"]
    lines += [_assignment(place, path, call(part)) for path, part in new.then]
    lines += [f"{_name(LOAD)}({place}, {_literal(new.file)}{_left_out(new)})"] if new.file else []
    return lines + [_operation(place, operation) for operation in new.operations]


def paths(new: New | None) -> Iterator[str]:
    """The dotted paths of everything that a call names, near or far inside."""
    if new is None:
        return
    if new.inside is None:
        yield new.path
    else:
        yield from plan_paths(new.inside)
    yield from [LOAD] if new.file else []
    inner = (*(part for _, part in new.then), *(operation.new for operation in new.operations))
    for item in (*new.args, *new.kwargs.values(), *inner):
        if isinstance(item, New):
            yield from paths(item)
    yield from (operation.path for operation in new.operations)


def _left_out(new: New) -> str:
    return f", {_literal(new.cut)}" if new.cut else ""


def plan_paths(planned: "Plan") -> Iterator[str]:
    """The dotted paths of everything that a plan's modules and calls name."""
    for node in planned.present:
        recipe = planned.nodes[node].recipe
        yield from paths(recipe.module)
        yield from recipe.uses


def _operation(place: str, operation: Operation) -> str:
    new = f", {call(operation.new)}" if operation.new else ""
    return f'{operation.path.rpartition(".")[2]}({place}, "{operation.at}"{new})'


def _assignment(root: str, path: str, value: str) -> str:
    """The statement that puts a module at a path; a number there may be an index or a name."""
    if not all(part.isidentifier() for part in path.split(".")):
        return f'{root}.set_submodule("{path}", {value}, strict=True)'
    return f"{root}.{path} = {value}"


def _literal(item: Any) -> str:
    if isinstance(item, New):
        return call(item)
    if isinstance(item, tuple):
        return "(" + ", ".join(_literal(part) for part in item) + ("," if len(item) == 1 else "") + ")"
    if isinstance(item, list):
        return "[" + ", ".join(_literal(part) for part in item) + "]"
    if isinstance(item, dict):
        return "{" + ", ".join(f"{_literal(key)}: {_literal(part)}" for key, part in item.items()) + "}"
    if isinstance(item, str):
        return json.dumps(item, ensure_ascii=False)
    if item is None or type(item) in (bool, int, float):
        return repr(item)
    raise TypeError(f"A recipe may not hold {type(item).__name__}.")


def _name(path: str) -> str:
    if path.startswith(OWN):
        return path.rpartition(".")[2]
    return path.removeprefix("torch.") if path.startswith("torch.nn.") else path
