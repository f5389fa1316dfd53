"""Edits inside a node's network, planned: what arrives at each path, what is put there, and the receipt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from builder.block import Beside, Block, Site, inferred_of
from builder.build import perform
from builder.document import Edit, Node
from builder.failing import failing_path
from builder.foreign import explain
from builder.inside import is_under, tensor_names
from builder.problem import DocumentError, Problem, Refused, refuse
from builder.recipe import Operation, Recipe
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
    """A recipe with its operations, and receipts: of all of them together, and of each by itself.

    `receipts` has an entry for every edit of the node, which is None for one that is switched off.
    """

    recipe: Recipe
    receipt: Receipt | None = None
    receipts: tuple[Receipt | None, ...] = ()
    module: "nn.Module | None" = None
    """The edited network without weights, and what its wanted ports carry; None where nothing was edited."""
    specs: Mapping[str, Spec] = field(default_factory=dict)
    resized: tuple[tuple[str, str, str], ...] = ()
    """Paths where an edit changed the shape, and the network runs all the same: path, shape before, shape now."""
    inferred: tuple[Mapping[str, Any], ...] = ()
    """For each edit of the node, the parameters of what it puts in that followed from what arrives there."""
    arrivals: tuple[Spec | None, ...] = ()
    """For each edit of the node, what arrives at the block that it puts in."""


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
    number: int
    before: Spec | None
    after: Spec | None
    inferred: Mapping[str, Any] = field(default_factory=dict)
    arrives: Spec | None = None
    """What arrives at the block that is put in."""

    @property
    def changes_shape(self) -> bool:
        return self.before is not None and self.after is not None and self.before.shape != self.after.shape


def operate(recipe: Recipe, node: Node, block: Block, site: Site, registry: Registry) -> Operated:
    """Plan the edits of a node on the recipe that its block declared, in order; switched-off ones are left out.

    Raises:
        Refused: an edit names a path that is not there, a block that cannot stand inside, or breaks what follows;
            the problem names the edit, not the place where PyTorch happened to trip.
    """
    from builder.weightless import shapes, twin

    edits = {number: edit for number, edit in enumerate(node.edits) if edit.on}
    if not edits:
        return Operated(recipe, receipts=(None,) * len(node.edits))
    module = twin(recipe)
    if recipe.module is None or module is None:
        raise refuse(
            "edit_inside",
            "This node has no inside that could be edited.",
            param="edits",
            edit=next(iter(edits)),
            got=next(iter(edits.values())).do,
            next="Take the edit back; a backbone, or a layer with modules inside, can be edited.",
        )
    names = tensor_names(module)
    done = _Done(names=names, latest=names)
    for number, edit in edits.items():
        try:
            patient = _Patient(recipe, module, block, site, not done.operations)
            module = _perform(patient, number, edit, registry, done)
        except Refused as error:
            raise Refused(replace(error.problem, edit=number)) from error
    try:
        specs = shapes(recipe, block, site, module)
    except Exception as error:  # the cause is an edit, wherever it raised
        raise Refused(_blame(error, done.steps, site, failing_path(error, module))) from error
    gone = tuple(edit.path for edit in edits.values() if edit.do in ("replace", "remove"))
    edited = replace(
        recipe,
        module=replace(recipe.module, operations=tuple(done.operations)),
        frozen=(*(path for path in recipe.frozen if not is_under(path, gone)), *done.frozen),
        added=(*(path for path in recipe.added if not is_under(path, gone)), *done.added),
    )
    receipt = receipt_of(done.names, done.latest, tuple(done.placed), list(edits.values()))
    resized = tuple(
        (step.edit.path, step.before.text, step.after.text)
        for step in done.steps
        if step.changes_shape and step.before and step.after
    )
    receipts = tuple(done.receipts.get(place) for place in range(len(node.edits)))
    inferred = tuple(done.inferred.get(place, {}) for place in range(len(node.edits)))
    steps = {step.number: step.arrives for step in done.steps}
    arrivals = tuple(steps.get(place) for place in range(len(node.edits)))
    return Operated(edited, receipt, receipts, module, specs, resized, inferred, arrivals)


@dataclass
class _Done:
    """What was done so far, edit by edit."""

    names: tuple[str, ...]
    """The tensors of the untouched network."""
    latest: tuple[str, ...]
    """Those of the network with the edits so far."""
    operations: list[Operation] = field(default_factory=list)
    steps: list[_Step] = field(default_factory=list)
    receipts: dict[int, Receipt] = field(default_factory=dict)
    inferred: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    placed: list[str] = field(default_factory=list)
    """Where something new stands."""
    added: list[str] = field(default_factory=list)
    """What of it is trained."""
    frozen: list[str] = field(default_factory=list)


def _perform(patient: _Patient, number: int, edit: Edit, registry: Registry, done: _Done) -> "nn.Module":
    """Do one edit on a fork of the twin, note what it did, and return the fork."""
    from builder.twins import forked
    from builder.weightless import twin

    inner, step = _plan_edit(patient, edit, number, registry)
    operation = Operation(f"builder.surgery.{edit.do}", edit.path, inner.module)
    module = forked(patient.module, edit.path) or _anew(patient.recipe, done)
    path = perform(module, operation, twin(replace(inner, on_cpu=patient.recipe.on_cpu)))
    placed = [path] if inner.module else []
    held = [f"{path}.{own}".rstrip(".") for own in inner.frozen]
    names = (done.latest, tensor_names(module))
    done.operations.append(operation)
    done.steps.append(step)
    done.inferred[number] = step.inferred
    done.receipts[number] = receipt_of(*names, tuple(placed), [edit])
    done.latest = names[1]
    done.placed += placed
    done.frozen += held
    done.added += [one for one in placed for one in _free(module, one, tuple(held))]
    return module


def _anew(recipe: Recipe, done: _Done) -> "nn.Module":
    """The network after the edits so far, built anew where no fork of it can be had."""
    from builder.weightless import twin

    assert recipe.module is not None
    before = replace(recipe, module=replace(recipe.module, operations=tuple(done.operations)))
    module = twin(before, own=True)
    assert module is not None
    return module


def _free(module: "nn.Module", path: str, frozen: tuple[str, ...]) -> Iterator[str]:
    """The outermost module paths at or under a path that hold nothing frozen."""
    if is_under(path, frozen):
        return
    if not any(is_under(held, (path,)) for held in frozen):
        yield path
        return
    for name, _ in module.get_submodule(path).named_children():
        yield from _free(module, f"{path}.{name}", frozen)


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


def _plan_edit(patient: _Patient, edit: Edit, number: int, registry: Registry) -> tuple[Recipe, _Step]:
    """The recipe of what an edit puts in, without a module for one that puts nothing, and the shapes around it."""
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
        return Recipe(), _Step(edit, number, leaves, arrives)
    source = leaves if edit.do == "insert_after" else arrives
    beside = Beside(known[edit.path], leaves) if edit.do == "wrap" and leaves else None
    inner = inner_of(edit, source, registry, patient.site, beside)
    before = arrives if edit.do == "insert_before" else leaves
    return inner.recipe, _Step(edit, number, before, inner.gives, inner.inferred, source)


@dataclass(frozen=True)
class InnerBlock:
    """What an edit puts in: its recipe, what it gives, and the parameters that followed from the input."""

    recipe: Recipe
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
        problem = (
            error.problems[0] if isinstance(error, DocumentError) else explain(error, arrived=there.arrived)
        )
        said = f"At {edit.path}: {problem.said}"
        raise Refused(replace(problem, said=said, node=None, param="edits", port=None, inside=())) from error
    if recipe.module is None or recipe.call != f"{{module}}({{{port}}})":
        raise _not_inside(inner, edit)
    return InnerBlock(recipe, next(iter(given.values()), None), inferred_of(inner, there, recipe))


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
        return replace(raw, param="edits", port=None, edit=steps[0].number if len(steps) == 1 else None)
    return Problem(
        code="edit_shape",
        param="edits",
        edit=guilty.number,
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
    kept = tuple(name for name in before if not is_under(name, gone)) if dropped else before
    return Receipt(kept, tuple(name for name in after if is_under(name, added)), dropped)
