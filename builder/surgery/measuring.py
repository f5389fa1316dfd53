"""The measured half of a receipt: how far the edits inside a node move its output from the untouched network."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.block import Site
from builder.documents.document import Document
from builder.planning.budget import afford
from builder.planning.planned import Plan
from builder.planning.planning import plan, plan_again
from builder.problem import DocumentError, refuse
from builder.recipe import Recipe
from builder.registry import Registry
from builder.sizes import Symbolic
from builder.spec import Spec
from builder.writing.build import build

if TYPE_CHECKING:
    import torch

_SIZES = {"B": 2, "T": 12, "N": 14, "E": 38}


def difference(
    document: Document, node: str, registry: Registry | None = None, *, edit: int | None = None
) -> float:
    """The largest absolute difference of a node's outputs between the edited and the untouched network.

    Both are built from the document's seed and see the same small random input, in evaluation mode. Edits that
    begin as the identity give 0. The result is infinite where the outputs have different shapes. `edit` is the
    number of one edit that is measured as if it were the only one that is switched on.

    Raises:
        DocumentError: the node does not plan, or there is no memory for it.
        Refused: nothing is changed inside the node.
    """
    return measured(plan(document, registry), node, edit)


def measured(planned: Plan, node: str, edit: int | None = None) -> float:
    """The difference that edits make in a plan, which may be that of a group; see `difference`."""
    import torch

    if node not in planned.nodes:
        raise refuse("missing_node", f"There is no node {node!r}.", next="Choose a node of the canvas.")
    if edit is not None:
        planned = plan_again(planned, _alone(planned.document, node, edit))
    errors = tuple(
        problem for problem in planned.problems if problem.node == node and problem.severity == "error"
    )
    if errors:
        raise DocumentError(errors)
    afford(planned)
    edited = planned.nodes[node].recipe
    if edited.module is None or not edited.module.operations:
        raise refuse(
            "no_edits",
            f"Nothing inside {node} is changed, so there is nothing to compare.",
            node=node,
            param="edits",
            expected="an edit that is switched on",
            got="none",
            next="Insert, replace or remove something inside first.",
        )
    untouched = replace(edited, module=replace(edited.module, operations=()))
    site = planned.site(node)
    first, second = (run(recipe, site, planned.document.seed) for recipe in (edited, untouched))
    apart = [
        float((one - second[port]).abs().max()) if one.shape == second[port].shape else float("inf")
        for port, one in first.items()
        if isinstance(one, torch.Tensor)
    ]
    return max(apart, default=0.0)


def _alone(document: Document, node: str, edit: int) -> Document:
    """The document with one edit of a node switched on, and the others of the node off."""
    known = document.node(node)
    edits = tuple(one.model_copy(update={"on": number == edit}) for number, one in enumerate(known.edits))
    return document.replace_node(known.model_copy(update={"edits": edits}))


def run(recipe: Recipe, site: Site, seed: int) -> dict[str, "torch.Tensor"]:
    """Build a recipe with real weights from a seed, and run it on a small random input, in evaluation mode."""
    import torch

    from builder.weightless.drawing import drawn
    from builder.weightless.running import evaluate

    with drawn(seed):
        module = build(recipe.module).eval() if recipe.module else None
    chance = torch.Generator().manual_seed(seed)
    return evaluate(recipe, site, module, lambda spec: sample(spec, chance))


def sample(spec: Spec, chance: "torch.Generator", sizes: Mapping[str, int] = _SIZES) -> "torch.Tensor":
    """Random values of the kind that a wire carries: numbers, ids of the first few words, edges between nodes."""
    import torch

    shape = [size.at(dict(sizes)) if isinstance(size, Symbolic) else size for size in spec.shape]
    if spec.kind == "mask":
        return torch.ones(shape, dtype=getattr(torch, spec.dtype))
    if spec.kind == "index":
        return torch.arange(shape[0]) * sizes["B"] // shape[0]
    if spec.dtype.startswith("float"):
        return torch.randn(shape, generator=chance, dtype=getattr(torch, spec.dtype))
    most = sizes["N"] if spec.kind == "edges" else 10
    return torch.randint(most, shape, generator=chance)
