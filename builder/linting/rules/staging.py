"""A second stage that learns from what the first stage was trained on."""

from collections.abc import Iterator

from builder.block import FittedBlock
from builder.linting.view import View
from builder.problem import Problem

_SHARES = ("softmax", "sigmoid", "log_softmax")


def in_sample(view: View) -> Iterator[Problem]:
    """Shares of one trained head that feed another head with the same target."""
    learning = {
        node.id: view.params(node.id)["target"]
        for node in view.outputs
        if node.block == "class_output" and view.params(node.id)["loss"] != "none"
    }
    for node in view.nodes:
        if node.block not in _SHARES or (wire := view.wire(node.id)) is None:
            continue
        if isinstance(view.plan.block(wire.source), FittedBlock):
            continue  # it may answer out of fold; see the rule on estimators
        beside = {edge.target for edge in view.document.out_of(wire.source)}
        first = {learning[other]: other for other in beside if other in learning}
        below = view.graph.below(node.id)
        for other, target in learning.items():
            if other in below and target in first:
                yield Problem(
                    code="in_sample",
                    severity="warning",
                    node=node.id,
                    said=f"{view.title(other)} learns {target!r} from the shares that the head of "
                    f"{view.title(first[target])} gives for the very rows it was trained on. On those rows it is "
                    "surer than it will ever be on new ones.",
                    expected="shares for rows that the first head has not seen",
                    got=f"shares of rows that {view.title(first[target])} was trained on",
                    next="Give the second stage other rows, or let both learn from the features.",
                )
