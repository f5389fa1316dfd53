"""One edit in its place: what is operated on, the shapes around the edit, and which edit is to blame for a break."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from builder.block import Beside, Block, Site
from builder.documents.document import Edit
from builder.problem import Problem, refuse
from builder.recipe import Recipe
from builder.registry import Registry
from builder.spec import Spec
from builder.surgery.inner import inner_of
from builder.weightless.foreign import explain

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True)
class Patient:
    """What is operated on: the declared recipe, its twin as it stands after the edits so far, and its place."""

    recipe: Recipe
    module: "nn.Module"
    block: Block
    site: Site
    pristine: bool


@dataclass(frozen=True)
class Step:
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


def step_of(patient: Patient, edit: Edit, number: int, registry: Registry) -> tuple[Recipe, Step]:
    """The recipe of what an edit puts in, without a module for one that puts nothing, and the shapes around it.

    Raises:
        Refused: the path is not there or is never called, or the block cannot stand there.
    """
    place = _place(patient, edit.path)
    arrives, leaves = _around(patient, edit.path)
    if edit.do == "wrap":
        _one_module(place, edit)
    if edit.do == "remove":
        return Recipe(), Step(edit, number, leaves, arrives)
    source = leaves if edit.do == "insert_after" else arrives
    beside = Beside(place, leaves) if edit.do == "wrap" and leaves else None
    inner = inner_of(edit, source, registry, patient.site, beside)
    before = arrives if edit.do == "insert_before" else leaves
    return inner.recipe, Step(edit, number, before, inner.gives, inner.inferred, source)


def _place(patient: Patient, path: str) -> "nn.Module":
    known = dict(patient.module.named_modules())
    if path in known:
        return known[path]
    near = get_close_matches(path, known, n=3, cutoff=0.4) or list(known)[1:6]
    raise refuse(
        "unknown_path",
        f"Nothing inside this network is called {path!r}.",
        param="edits",
        expected="one of " + ", ".join(near),
        got=path,
        next="Choose a path from the list in the inspector.",
    )


def _around(patient: Patient, path: str) -> tuple[Spec | None, Spec | None]:
    """What arrives at a path and what leaves it."""
    from builder.weightless.running import observe, observe_pristine

    watch = observe_pristine if patient.pristine else observe
    seen = watch(patient.recipe, patient.block, patient.site, patient.module, path)
    if seen is None:
        raise refuse(
            "never_called",
            f"{path} is never called in a forward pass here, so nothing that is put there would run.",
            param="edits",
            expected="a module that runs",
            got=path,
            next="Choose a module that runs, such as one of its children.",
        )
    return seen


def _one_module(place: "nn.Module", edit: Edit) -> None:
    """Refuse to put something beside a row of modules, where it would become a further step of the row."""
    from torch import nn

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


def blame(error: Exception, steps: list[Step], site: Site, at: str) -> Problem:
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
