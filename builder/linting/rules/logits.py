"""Scores before a loss: cross-entropy wants them as the last layer gives them."""

import re
from collections.abc import Iterator
from math import e, log

from builder.documents.document import Node
from builder.linting.view import View
from builder.problem import Change, Fix, Problem

_SHARES = ("softmax", "softmax2d", "softmin", "sigmoid", "hardsigmoid")
_HARMLESS = (*_SHARES, "log_softmax", "log_sigmoid")
_DROPOUTS = ("dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout")
_NAMED = re.compile(r"prob(s|abilit(y|ies))?(_|\b)|confidence|likelihood|percent", re.IGNORECASE)


def softmax_before_loss(view: View) -> Iterator[Problem]:
    """A softmax or sigmoid between the scores and a loss that applies its own."""
    for output in _learning(view):
        node = view.maker(output.id)
        if node is None or view.block(node) not in _SHARES:
            continue
        spec, loss = view.spec(view.wire(output.id)), view.params(output.id)["loss"]
        classes = spec.shape[-1] if spec else None
        lowest = (
            f" Its loss cannot fall below {log(1 + (classes - 1) / e):.3f}, however good the scores are."
            if isinstance(classes, int) and loss == "cross_entropy"
            else ""
        )
        yield Problem(
            code="softmax_loss",
            severity="warning",
            node=node,
            said=f"{view.title(node)} turns the scores into shares, and the loss {loss} of "
            f"{view.title(output.id)} does that once more.{lowest}",
            expected="scores as the last layer gives them",
            got=f"what {view.block(node)} gives",
            next="Remove it: training gets the scores, and the page shows shares anyway.",
            fixes=(Fix(title=f"Remove {view.title(node)}", changes=(_bypass(node),)),),
        )


def dropout_on_logits(view: View) -> Iterator[Problem]:
    """A dropout behind the last layer, which sets finished scores to zero."""
    for output in _learning(view):
        for node in view.line(output.id):
            if view.block(node) in _DROPOUTS and view.params(node)["p"]:
                yield _dropped(view, node, output)
            elif not view.quiet(node) and view.category(node) != "activations":
                break


def _dropped(view: View, node: str, output: Node) -> Problem:
    share, layer = view.params(node)["p"], view.maker(node)
    moved: list[Fix] = []
    wire = view.wire(layer) if layer else None
    known = view.plan.nodes[layer] if layer else None
    if wire and known and (known.size.parameters or known.waiting):
        kept = dict(view.document.node(node).params)
        step: Change = {
            "do": "insert_on", "wire": wire.model_dump(), "block": view.block(node), "input": "x", "output": "y",
        } | kept  # fmt: skip
        moved.append(
            Fix(title=f"Move it in front of {view.title(wire.target)}", changes=(step, _bypass(node)))
        )
    return Problem(
        code="logits_dropped",
        severity="warning",
        node=node,
        said=f"While training, {view.title(node)} sets {share:.0%} of the finished scores of "
        f"{view.title(output.id)} to zero, so that even a perfect network is told that it errs.",
        expected="dropout on features, in front of the last layer",
        got="dropout on scores",
        next="Move it in front of the last layer, where it drops features.",
        fixes=(*moved, Fix(title=f"Remove {view.title(node)}", changes=(_bypass(node),))),
    )


def activation_on_logits(view: View) -> Iterator[Problem]:
    """An activation behind the last layer, which keeps scores from being what the loss asks for."""
    for output in _learning(view):
        for node in view.line(output.id):
            category, block = view.category(node), view.block(node)
            if category == "activations" and block not in _HARMLESS:
                yield Problem(
                    code="logits_clipped",
                    severity="warning",
                    node=node,
                    said=f"{view.title(node)} stands between the scores of {view.title(output.id)} and their loss. "
                    "Scores may be any number; cut off or bent, some classes can no longer be told apart.",
                    expected="scores as the last layer gives them",
                    got=f"scores through {block}",
                    next="Remove it; activations belong between layers.",
                    fixes=(Fix(title=f"Remove {view.title(node)}", changes=(_bypass(node),)),),
                )
            if not view.quiet(node) and category != "activations" and block not in _DROPOUTS:
                break


def logits_named_probabilities(view: View) -> Iterator[Problem]:
    """Something called probabilities that is the bare result of a layer."""
    for node in view.nodes:
        if not _NAMED.search(f"{node.id} {node.label}") or view.plan.role(node.id) == "input":
            continue
        made = node.id if view.plan.nodes[node.id].size.parameters else view.maker(node.id)
        if made is None or not view.plan.nodes[made].size.parameters or view.category(made) == "estimators":
            continue
        if made != node.id and view.plan.role(node.id) != "output":
            continue
        yield Problem(
            code="logits_named",
            severity="warning",
            node=node.id,
            said=f"{view.title(node.id)} is named for probabilities, and holds bare scores: they may be negative, and "
            "their sum is not 1.",
            expected="shares that sum to 1, or another name",
            got=f"scores of {view.title(made)}",
            next="Call them scores, or put a softmax behind them where they are shown and not trained on.",
            fixes=(
                Fix(
                    title="Call it scores",
                    changes=({"do": "rename", "node": node.id, "id": "scores", "label": "Scores"},),
                ),
            ),
        )


def _learning(view: View) -> Iterator[Node]:
    """Outputs that learn classes from scores."""
    for output in view.outputs:
        if output.id in view.broken:
            continue
        if output.block == "class_output" and view.params(output.id)["loss"] in ("cross_entropy", "bce"):
            yield output


def _bypass(node: str) -> Change:
    return {"do": "bypass", "node": node}
