"""Edits inside a node's network, planned: what arrives at each path, what is put there, and the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from builder.block import Beside, Block, Site, inferred_of
from builder.build import perform
from builder.document import Edit, Node
from builder.failing import failing_path
from builder.foreign import explain
from builder.inside import is_under, tensor_names
from builder.problem import Problem, Refused, refuse
from builder.recipe import New, Operation, Recipe
from builder.registry import Registry, filled
from builder.spec import Spec

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True)
class Receipt:
    """Which of a network's tensors an operation kept, added and dropped, by name."""

    kept: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The receipt in one line."""
        total = len(self.kept) + len(self.dropped)
        return f"{len(self.kept)} of {total} tensors kept, {len(self.new)} new, {len(self.dropped)} dropped"

    def to_json(self) -> dict[str, Any]:
        return {
            "said": self.said,
            "kept": len(self.kept),
            "new": list(self.new),
            "dropped": list(self.dropped),
        }


@dataclass(frozen=True)
class Operated:
    """A recipe with its operations, the paths of the modules that are new, and the receipt."""

    recipe: Recipe
    added: tuple[str, ...] = ()
    receipt: Receipt | None = None
    module: "nn.Module | None" = None
    """The edited network without weights, and what its wanted ports carry; None where nothing was edited."""
    specs: Mapping[str, Spec] = field(default_factory=dict)
    resized: tuple[tuple[str, str, str], ...] = ()
    """Paths where an edit changed the shape, and the network runs all the same: path, shape before, shape now."""
    inferred: tuple[Mapping[str, Any], ...] = ()
    """For each edit of the node, the parameters of what it puts in that followed from what arrives there."""


@dataclass(frozen=True)
class _Patient:
    """What is operated on: the declared recipe, its twin as it stands after the edits so far, and its place."""

    recipe: Recipe
    module: "nn.Module"
    block: Block
    site: Site
    pristine: bool


@dataclass(frozen=True)
class _Step:
    """One operation with the shapes at its place, before and after it, and what followed from what arrives."""

    edit: Edit
    before: Spec | None
    after: Spec | None
    inferred: Mapping[str, Any] = field(default_factory=dict)

    @property
    def changes_shape(self) -> bool:
        return self.before is not None and self.after is not None and self.before.shape != self.after.shape


def operate(recipe: Recipe, node: Node, block: Block, site: Site, registry: Registry) -> Operated:
    """Plan the edits of a node on the recipe that its block declared, in order; switched-off ones are left out.

    Raises:
        Refused: an edit names a path that is not there, a block that cannot stand inside, or breaks what follows;
            the problem names the edit, not the place where PyTorch happened to trip.
    """
    from builder.twins import forked
    from builder.weightless import shapes, twin

    edits = [edit for edit in node.edits if edit.on]
    if not edits:
        return Operated(recipe)
    module = twin(recipe)
    if recipe.module is None or module is None:
        raise refuse(
            "edit_inside", "This node has no inside that could be edited.", param="edits", got=edits[0].do
        )
    names = tensor_names(module)
    operations: list[Operation] = []
    steps: list[_Step] = []
    added: list[str] = []
    for edit in edits:
        operation, step = _plan_edit(_Patient(recipe, module, block, site, not operations), edit, registry)
        inner = None if operation.new is None else twin(replace(recipe, module=operation.new))
        before = replace(recipe, module=replace(recipe.module, operations=tuple(operations)))
        module = forked(module, edit.path) or twin(before, own=True)
        path = perform(module, operation, inner)
        added += [path] if operation.new else []
        operations.append(operation)
        steps.append(step)
    try:
        specs = shapes(recipe, block, site, module)
    except Exception as error:  # the cause is an edit, wherever it raised
        raise Refused(_blame(error, steps, site, failing_path(error, module))) from error
    edited = replace(recipe, module=replace(recipe.module, operations=tuple(operations)))
    planned = iter(steps)
    inferred = tuple(next(planned).inferred if edit.on else {} for edit in node.edits)
    receipt = receipt_of(names, tensor_names(module), tuple(added), edits)
    resized = tuple(
        (step.edit.path, step.before.text, step.after.text)
        for step in steps
        if step.changes_shape and step.before and step.after
    )
    return Operated(edited, tuple(added), receipt, module, specs, resized, inferred)


def _one_module(module: "nn.Module", edit: Edit) -> None:
    """Refuse to put something beside a row of modules, where it would become a further step of the row."""
    from torch import nn

    place = module.get_submodule(edit.path)
    if not isinstance(place, nn.Sequential):
        return
    items = [f"{edit.path}.{name}" for name, _ in place.named_children()]
    raise refuse(
        "edit_row",
        f"{edit.path} is a row of modules, and what stands beside it would become a further step of the row.",
        param="edits",
        expected="one of its items, such as " + ", ".join(items[-2:]),
        got=edit.path,
        next=f"Put it beside {items[-1]} instead." if items else "Choose the module around it instead.",
    )


def _plan_edit(patient: _Patient, edit: Edit, registry: Registry) -> tuple[Operation, _Step]:
    from builder.weightless import observe, observe_pristine

    known = dict(patient.module.named_modules())
    if edit.path not in known:
        near = get_close_matches(edit.path, known, n=3, cutoff=0.4) or list(known)[1:6]
        raise refuse(
            "unknown_path",
            f"Nothing inside this network is called {edit.path!r}.",
            param="edits",
            expected="one of " + ", ".join(near),
            got=edit.path,
            next="Choose a path from the list in the inspector.",
        )
    watch = observe_pristine if patient.pristine else observe
    seen = watch(patient.recipe, patient.block, patient.site, patient.module, edit.path)
    if seen is None:
        raise refuse(
            "never_called",
            f"{edit.path} is never called in a forward pass here, so nothing that is put there would run.",
            param="edits",
            expected="a module that runs",
            got=edit.path,
            next="Choose a module that runs, such as one of its children.",
        )
    arrives, leaves = seen
    if edit.do == "wrap":
        _one_module(patient.module, edit)
    if edit.do == "remove":
        return Operation("builder.surgery.remove", edit.path), _Step(edit, leaves, arrives)
    source = leaves if edit.do == "insert_after" else arrives
    beside = Beside(known[edit.path], leaves) if edit.do == "wrap" and leaves else None
    inner = inner_of(edit, source, registry, patient.site, beside)
    before = arrives if edit.do == "insert_before" else leaves
    step = _Step(edit, before, inner.gives, inner.inferred)
    return Operation(f"builder.surgery.{edit.do}", edit.path, inner.new), step


@dataclass(frozen=True)
class InnerBlock:
    """What an edit puts in: its constructor call, what it gives, and the parameters that followed from the input."""

    new: New
    gives: Spec | None
    inferred: Mapping[str, Any]


def inner_of(
    edit: Edit, arrives: Spec | None, registry: Registry, site: Site, beside: Beside | None = None
) -> InnerBlock:
    """What an edit puts in where this arrives; `beside` is the module that it runs beside, if it does.

    Raises:
        Refused: the block or its parameters cannot stand there.
    """
    from builder.weightless import shapes, twin

    if edit.block is None or arrives is None:
        raise refuse(
            "edit_block",
            f"The edit at {edit.path} names no block."
            if edit.block is None
            else f"{edit.path} gives no tensor.",
            param="edits",
            expected="a block with one input and one output",
            got=edit.do,
            next="Choose a block for this edit.",
        )
    inner = registry.get(edit.block)
    for name, value in edit.params.items():
        fault = inner.params[name].check(name, value) if name in inner.params else None
        if name not in inner.params or fault:
            raise refuse(
                "parameter",
                f"At {edit.path}: {fault.said if fault else f'{inner.title} has no parameter {name!r}.'}",
                param="edits",
                expected=fault.expected if fault else ", ".join(inner.params),
                got=f"{name} = {value!r}"[:80],
                next="Correct the parameter of this edit.",
            )
    required = [name for name, port in inner.inputs.items() if not port.optional]
    if len(required) != 1 or inner.inputs[required[0]].many:
        raise _not_inside(inner, edit)
    port = required[0]
    there = Site(
        f"{site.node}.{edit.path}",
        filled(inner, edit.params),
        {port: arrives},
        tuple(inner.outputs)[:1],
        beside=beside,
    )
    try:
        recipe = inner.declare(there)
        given = shapes(recipe, inner, there, twin(recipe))
    except Exception as error:  # named after the edit
        problem = explain(error, arrived=there.arrived)
        raise Refused(
            replace(problem, said=f"At {edit.path}: {problem.said}", param="edits", port=None)
        ) from error
    if recipe.module is None or recipe.call != f"{{module}}({{{port}}})":
        raise _not_inside(inner, edit)
    return InnerBlock(recipe.module, next(iter(given.values()), None), inferred_of(inner, there, recipe))


def _not_inside(inner: Block, edit: Edit) -> Refused:
    return refuse(
        "edit_block",
        f"{inner.title} is no module of its own with one input, so it cannot stand at {edit.path}.",
        param="edits",
        expected="a block with one input and one output",
        got=edit.block,
        next="Choose another block for this edit.",
    )


def _blame(error: Exception, steps: list[_Step], site: Site, at: str) -> Problem:
    """The problem of an edited network that breaks at a path: the edit that changed a shape is its cause."""
    raw = explain(error, arrived=site.arrived)
    guilty = next((step for step in steps if step.changes_shape), None)
    if guilty is None or guilty.before is None or guilty.after is None:
        return replace(raw, param="edits", port=None)
    return Problem(
        code="edit_shape",
        param="edits",
        said=f"What stands at {guilty.edit.path} now gives {guilty.after.text}, and gave {guilty.before.text} "
        f"before; {at or 'what follows inside the network'} still expects that.",
        expected=guilty.before.text,
        got=guilty.after.text,
        next="Give the new block the old one's channels and stride, or operate on what follows as well.",
        details=raw.details,
    )


def receipt_of(
    before: tuple[str, ...], after: tuple[str, ...], added: tuple[str, ...], edits: list[Edit]
) -> Receipt:
    gone = tuple(edit.path for edit in edits if edit.do in ("replace", "remove"))
    dropped = tuple(name for name in before if is_under(name, gone))
    kept = tuple(name for name in before if not is_under(name, gone))
    return Receipt(kept, tuple(name for name in after if is_under(name, added)), dropped)
