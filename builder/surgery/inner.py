"""What an edit puts inside a network: one block, declared for what arrives at its place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from builder.block import Beside, Block, Site, inferred_of
from builder.documents.document import Edit
from builder.problem import DocumentError, Refused, refuse
from builder.recipe import Recipe
from builder.registry import Registry, filled
from builder.spec import Spec
from builder.weightless.foreign import explain


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
    if edit.block is None or arrives is None:
        raise _nothing_there(edit)
    inner = registry.get(edit.block)
    _check_params(edit, inner)
    port = _only_input(edit, inner)
    there = Site(
        f"{site.node}.{edit.path}",
        filled(inner, edit.params),
        {port: arrives},
        tuple(inner.outputs)[:1],
        beside=beside,
    )
    recipe, gives = _declared(edit, inner, there)
    if recipe.module is None or recipe.call != f"{{module}}({{{port}}})":
        raise _not_inside(inner, edit)
    return InnerBlock(recipe, gives, inferred_of(inner, there, recipe))


def _check_params(edit: Edit, inner: Block) -> None:
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


def _only_input(edit: Edit, inner: Block) -> str:
    """The one input port that a block inside must have."""
    required = [name for name, port in inner.inputs.items() if not port.optional]
    if len(required) != 1 or inner.inputs[required[0]].many:
        raise _not_inside(inner, edit)
    return required[0]


def _declared(edit: Edit, inner: Block, there: Site) -> tuple[Recipe, Spec | None]:
    """The block's recipe at its place, and what it gives; whatever raises is named after the edit."""
    from builder.weightless.running import shapes, twin

    try:
        recipe = inner.declare(there)
        given = shapes(recipe, inner, there, twin(recipe))
    except Exception as error:
        problem = (
            error.problems[0] if isinstance(error, DocumentError) else explain(error, arrived=there.arrived)
        )
        said = f"At {edit.path}: {problem.said}"
        raise Refused(replace(problem, said=said, node=None, param="edits", port=None, inside=())) from error
    return recipe, next(iter(given.values()), None)


def _nothing_there(edit: Edit) -> Refused:
    nameless = edit.block is None
    said = f"The edit at {edit.path} names no block." if nameless else f"{edit.path} gives no tensor."
    return refuse(
        "edit_block",
        said,
        param="edits",
        expected="a block with one input and one output",
        got=edit.do,
        next="Choose a block for this edit.",
    )


def _not_inside(inner: Block, edit: Edit) -> Refused:
    return refuse(
        "edit_block",
        f"{inner.title} is no module of its own with one input, so it cannot stand at {edit.path}.",
        param="edits",
        expected="a block with one input and one output",
        got=edit.block,
        next="Choose another block for this edit.",
    )
