"""A second stage that learns from what the first stage was trained on."""

from collections.abc import Iterator

from builder.block import FittedBlock
from builder.linting.view import View
from builder.problem import Change, Fix, Problem

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
                    fixes=tuple(_from_the_features(view, node.id, wire.source)),
                )


def _from_the_features(view: View, shares: str, head: str) -> Iterator[Fix]:
    """Let what reads the shares read what the first head learns from."""
    source = view.wire(head)
    if source is None:
        return
    changes: tuple[Change, ...] = tuple(
        {"do": "move_source", "wire": edge.model_dump(), "source": source.source, "output": source.output}
        for edge in view.document.out_of(shares)
    )
    title = f"Let it learn from {view.title(source.source)}, as {view.title(head)} does"
    yield Fix(title=title, changes=(*changes, {"do": "remove", "node": shares}))
