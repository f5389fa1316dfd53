"""Open any network of your own: its tree with shapes, taps, and edits with a receipt. It needs no document."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

from builder.block import Beside, Site
from builder.documents.document import Edit
from builder.problem import Problem, Refused, refuse
from builder.recipe import Operation
from builder.registry import Registry, default_registry
from builder.sizes import shape_text, symbol
from builder.spec import Spec
from builder.surgery.inner import inner_of
from builder.surgery.operate import LIVE
from builder.surgery.receipt import Receipt, receipt_of
from builder.weightless.foreign import explain
from builder.writing.build import build, perform, resolve

if TYPE_CHECKING:
    import torch
    from torch import nn

_KINDS = {2: "vector", 3: "tokens", 4: "map"}


@dataclass(frozen=True)
class Part:
    """A module inside: its path, class and parameters, and the first tensors that arrive at it and leave it.

    `several` says in words what it gives where that is more than one tensor.
    """

    path: str
    kind: str
    parameters: int
    arrives: tuple[int, ...] | None = None
    leaves: tuple[int, ...] | None = None
    several: str = ""

    @property
    def shapes(self) -> str:
        if self.leaves is None:
            return "not called"
        return f"{shape_text(self.arrives) if self.arrives else 'nothing'} -> {shape_text(self.leaves)}"


@dataclass(frozen=True)
class Inspection:
    """A network opened on an input: every module inside, in order, and what edits have kept so far.

    `module` is live. `edit` never changes it: it returns the inspection of a copy, whose `module` is the edited
    network, with a receipt of all edits since `inspect`.
    """

    module: "nn.Module"
    inputs: tuple[tuple[Any, ...], Mapping[str, Any]]
    parts: tuple[Part, ...]
    result: Any
    edits: tuple[Edit, ...] = ()
    added: tuple[str, ...] = ()
    untouched: "Inspection | None" = None
    receipts: tuple[Receipt, ...] = ()
    """What each edit did by itself, in order."""

    def __str__(self) -> str:
        """The tree: one line for each module, with its class, its parameters and its shapes."""
        names = ["  " * _depth(part.path) + (part.path.rpartition(".")[2] or "(all)") for part in self.parts]
        wide = max(map(len, names))
        kinds = max(len(part.kind) for part in self.parts)
        lines = [
            f"{name:{wide}}  {part.kind:{kinds}}  {part.parameters:>13,}  {part.shapes}"
            for name, part in zip(names, self.parts, strict=True)
        ]
        return "\n".join([*lines, *([self.receipt.said] if self.receipt else [])])

    def part(self, path: str) -> Part:
        """The module at a path.

        Raises:
            Refused: there is none; the nearest paths are named.
        """
        known = {part.path: part for part in self.parts}
        if path in known:
            return known[path]
        near = get_close_matches(path, known, n=3, cutoff=0.4) or [one for one in known if one][:6]
        raise refuse(
            "unknown_path",
            f"Nothing inside this network is called {path!r}.",
            expected="one of " + ", ".join(near),
            got=path,
            next="Print the inspection to see every path.",
        )

    @property
    def receipt(self) -> Receipt | None:
        """Which tensors all edits together kept, added and dropped; None where there are none."""
        if self.untouched is None:
            return None
        before, after = (tuple(one.module.state_dict()) for one in (self.untouched, self))
        return receipt_of(before, after, self.added, list(self.edits))

    @property
    def difference(self) -> float:
        """How far the edits moved the network's result on the inputs: the largest absolute difference."""
        other = _first(self.untouched.result) if self.untouched else None
        own = _first(self.result)
        if own is None or other is None:
            return 0.0
        return float((own - other).abs().max()) if own.shape == other.shape else float("inf")

    def taps(self, *paths: str) -> "nn.Module":
        """A module that gives what these paths give, as a dict, and runs nothing behind the last of them.

        It shares its weights with `module`.

        Raises:
            Refused: a path is unknown, or its module is never called.
        """
        for path in paths:
            if self.part(path).leaves is None:
                raise _never_called(path)
        from builder.surgery.tapped import Tapped

        return Tapped(self.module, paths, resolve("blocks.modules.taps.taps"))

    def edit(
        self, do: str, path: str, block: str | None = None, *, registry: Registry | None = None, **params: Any
    ) -> "Inspection":
        """Insert a block (`insert_after`, `insert_before`, `wrap`), `replace` a module by one, or `remove` it.

        Returns:
            The inspection of the edited copy; its `receipt` and `difference` say what happened.

        Raises:
            Refused: the path, the block or its parameters cannot be, or the network no longer runs.
        """
        part = self.part(path)
        edit = _asked(do, path, block, params)
        if part.leaves is None:
            raise _never_called(path)
        seen = part.leaves if do == "insert_after" else part.arrives
        gives = _spec(part.leaves)
        beside = Beside(self.module.get_submodule(path), gives) if do == "wrap" and gives else None
        blocks = registry or default_registry()
        made = None if do == "remove" else inner_of(edit, _spec(seen), blocks, _SITE, beside).recipe.module
        module = copy.deepcopy(self.module)
        new = None
        if made is not None:
            sample = next(self.module.parameters(), None)
            new = build(made) if sample is None else build(made).to(sample.device, sample.dtype)
        place = perform(module, Operation(f"{LIVE}.{do}", path, made), new)
        try:
            found = _open(module, self.inputs)
        except Exception as error:
            raise Refused(_broken(error, edit, part)) from error
        placed = (place,) if new is not None else ()
        names = (tuple(self.module.state_dict()), tuple(module.state_dict()))
        return replace(
            found,
            edits=(*self.edits, edit),
            added=(*self.added, *placed),
            untouched=self.untouched or self,
            receipts=(*self.receipts, receipt_of(*names, placed, [edit])),
        )


_SITE = Site("module", {}, {})


def inspect(module: "nn.Module", inputs: Any) -> Inspection:
    """Open a network of your own on an input: a tensor, a tuple of arguments, or a dict of named ones.

    It runs once, in evaluation mode and without gradients, and is left as it was.
    """
    if isinstance(inputs, Mapping):
        return _open(module, ((), inputs))
    return _open(module, (tuple(inputs) if isinstance(inputs, (tuple, list)) else (inputs,), {}))


def _open(module: "nn.Module", inputs: tuple[tuple[Any, ...], Mapping[str, Any]]) -> Inspection:
    import torch

    seen: dict[str, tuple[Any, Any, str]] = {}

    def watch(path: str) -> Any:
        def note(_: Any, given: Any, named: Any, result: Any) -> None:
            seen.setdefault(path, (_shape((*given, *named.values())), _shape(result), _several(result)))

        return note

    hooks = [
        inner.register_forward_hook(watch(path), with_kwargs=True) for path, inner in module.named_modules()
    ]
    training = [inner for inner in module.modules() if inner.training]
    try:
        with torch.no_grad():
            result = module.eval()(*inputs[0], **inputs[1])
    finally:
        for inner in training:
            inner.training = True
        for hook in hooks:
            hook.remove()
    parts = tuple(
        Part(
            path,
            type(inner).__name__,
            sum(p.numel() for p in inner.parameters()),
            *seen.get(path, (None, None, "")),
        )
        for path, inner in module.named_modules()
    )
    return Inspection(module, inputs, parts, result)


def _asked(do: str, path: str, block: str | None, params: Mapping[str, Any]) -> Edit:
    """The edit that is asked for.

    Raises:
        Refused: there is no such operation, or the whole network was named instead of a module inside it.
    """
    known = get_args(Edit.model_fields["do"].annotation)
    if do not in known:
        raise refuse(
            "edit_block",
            f"There is no operation {do!r}.",
            expected="one of " + ", ".join(known),
            got=do,
            next="Choose one of these operations.",
        )
    if not path:
        raise refuse(
            "unknown_path",
            "An edit stands at a module inside the network, and the empty path is all of it.",
            expected="the path of a module inside",
            got="an empty path",
            next="Name a module inside, or put the network and the new module into an nn.Sequential.",
        )
    return Edit.model_validate({"do": do, "path": path, "block": block, "params": params})


def _broken(error: Exception, edit: Edit, part: Part) -> Problem:
    """Why a network no longer runs after an edit."""
    problem = explain(error)
    if edit.do not in ("replace", "remove") or not part.several:
        return replace(problem, said=f"After the edit at {edit.path}: {problem.said}")
    return Problem(
        code="edit_shape",
        said=f"{edit.path} gave {part.several}, and what stands there now gives one tensor; the network still "
        "expects the former.",
        expected=part.several,
        got="one tensor",
        next=f"Operate on a module inside {edit.path}, or put something behind it instead.",
        details=problem.details,
    )


def _several(value: Any) -> str:
    """In words what a module gives, where that is more than one tensor."""
    if isinstance(value, Mapping):
        return f"{len(value)} things by name ({', '.join(map(str, value))})"
    return f"{len(value)} things in a row" if isinstance(value, (tuple, list)) else ""


def _first(value: Any) -> "torch.Tensor | None":
    """The first tensor in what a module takes or gives."""
    import torch

    if isinstance(value, torch.Tensor):
        return value
    items = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, (tuple, list)) else ()
    )
    return next((found for item in items if (found := _first(item)) is not None), None)


def _shape(value: Any) -> tuple[int, ...] | None:
    tensor = _first(value)
    return None if tensor is None else tuple(tensor.shape)


def _spec(shape: tuple[int, ...] | None) -> Spec | None:
    """What arrives, for a block: the first axis is the batch."""
    return Spec((symbol("B"), *shape[1:]), kind=_KINDS.get(len(shape), "any")) if shape else None


def _depth(path: str) -> int:
    return path.count(".") + bool(path)


def _never_called(path: str) -> Refused:
    return refuse(
        "never_called",
        f"{path} is not called when the network runs on this input.",
        expected="a module that runs",
        got=path,
        next="Choose a module that runs, such as one of its children.",
    )
