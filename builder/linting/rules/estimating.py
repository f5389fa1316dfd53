"""Estimators that follow one another: what the second one learns from."""

from collections.abc import Iterator

from builder.block import FittedBlock
from builder.linting.view import View
from builder.problem import Fix, Problem

FOLDS = 5


def in_sample(view: View) -> Iterator[Problem]:
    """An estimator that learns from another one's answers to rows that this other one was fitted on."""
    for node in view.nodes:
        if not _learns(view, node.id):
            continue
        for first in sorted(view.above(node.id)):
            if not _learns(view, first) or view.params(first)["folds"] >= 2:
                continue
            change = {"do": "set_param", "node": first, "param": "folds", "value": FOLDS}
            yield Problem(
                code="in_sample",
                severity="warning",
                node=first,
                param="folds",
                said=f"{view.title(node.id)} learns from what {view.title(first)} says of the very rows that it was "
                "fitted on. There it is nearly always right, and far too sure; of new rows it is not.",
                expected="answers that are out of fold",
                got="answers to known rows",
                next=f"Set folds of {view.title(first)} to {FOLDS}: each row is then judged by a model that has not "
                "seen it.",
                fixes=(Fix(title=f"Gather the answers out of {FOLDS} folds", changes=(change,)),),
            )


def _learns(view: View, node: str) -> bool:
    block = view.plan.block(node)
    return isinstance(block, FittedBlock) and block.supervised
