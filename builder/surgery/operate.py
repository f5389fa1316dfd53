"""Edits inside a node's network, planned in order: what arrives at each path, what is put there, and the receipts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from builder.block import Block, Site
from builder.documents.document import Edit, Node
from builder.problem import Refused, refuse
from builder.recipe import Operation, Recipe
from builder.registry import Registry
from builder.spec import Spec
from builder.surgery.receipt import Receipt, receipt_of
from builder.surgery.step import Patient, Step, blame, step_of
from builder.surgery.survey import is_under, tensor_names
from builder.weightless.failing import failing_path
from builder.writing.build import perform

if TYPE_CHECKING:
    from torch import nn

LIVE = "builder.surgery.live"
"""The functions that do an edit on a live network: their text goes into exported Python."""


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


@dataclass
class _Done:
    """What was done so far, edit by edit."""

    names: tuple[str, ...]
    """The tensors of the untouched network."""
    latest: tuple[str, ...]
    """Those of the network with the edits so far."""
    operations: list[Operation] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    receipts: dict[int, Receipt] = field(default_factory=dict)
    inferred: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    placed: list[str] = field(default_factory=list)
    """Where something new stands."""
    added: list[str] = field(default_factory=list)
    """What of it is trained."""
    frozen: list[str] = field(default_factory=list)


def operate(recipe: Recipe, node: Node, block: Block, site: Site, registry: Registry) -> Operated:
    """Plan the edits of a node on the recipe that its block declared, in order; switched-off ones are left out.

    Raises:
        Refused: an edit names a path that is not there, a block that cannot stand inside, or breaks what follows;
            the problem names the edit, not the place where PyTorch happened to trip.
    """
    from builder.weightless.running import shapes, twin

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
            patient = Patient(recipe, module, block, site, not done.operations)
            module = _perform(patient, number, edit, registry, done)
        except Refused as error:
            raise Refused(replace(error.problem, edit=number)) from error
    try:
        specs = shapes(recipe, block, site, module)
    except Exception as error:  # the cause is an edit, wherever it raised
        raise Refused(blame(error, done.steps, site, failing_path(error, module))) from error
    return replace(_operated(recipe, done, len(node.edits)), module=module, specs=specs)


def _operated(recipe: Recipe, done: _Done, places: int) -> Operated:
    """The recipe with what was done, and what each of a node's edits did."""
    assert recipe.module is not None
    edits = [step.edit for step in done.steps]
    gone = tuple(edit.path for edit in edits if edit.do in ("replace", "remove"))
    edited = replace(
        recipe,
        module=replace(recipe.module, operations=tuple(done.operations)),
        frozen=(*(path for path in recipe.frozen if not is_under(path, gone)), *done.frozen),
        added=(*(path for path in recipe.added if not is_under(path, gone)), *done.added),
    )
    resized = tuple(
        (step.edit.path, step.before.text, step.after.text)
        for step in done.steps
        if step.changes_shape and step.before and step.after
    )
    steps = {step.number: step.arrives for step in done.steps}
    return Operated(
        edited,
        receipt_of(done.names, done.latest, tuple(done.placed), edits),
        tuple(done.receipts.get(place) for place in range(places)),
        resized=resized,
        inferred=tuple(done.inferred.get(place, {}) for place in range(places)),
        arrivals=tuple(steps.get(place) for place in range(places)),
    )


def _perform(patient: Patient, number: int, edit: Edit, registry: Registry, done: _Done) -> "nn.Module":
    """Do one edit on a fork of the twin, note what it did, and return the fork."""
    from builder.weightless.running import twin
    from builder.weightless.twins import forked

    inner, step = step_of(patient, edit, number, registry)
    operation = Operation(f"{LIVE}.{edit.do}", edit.path, inner.module)
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
    from builder.weightless.running import twin

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
