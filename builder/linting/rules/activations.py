"""Activations that have nothing between them."""

from collections.abc import Iterator

from builder.linting.view import View
from builder.problem import Fix, Problem

_CLOSING = ("softmax", "softmax2d", "softmin", "log_softmax", "sigmoid", "log_sigmoid", "glu")
"""These turn scores into shares or gates, and may follow another activation."""


def two_in_a_row(view: View) -> Iterator[Problem]:
    """An activation right behind another one."""
    for node in view.nodes:
        wire = view.wire(node.id)
        if wire is None or view.category(node.id) != "activations" or node.block in _CLOSING:
            continue
        first = wire.source
        if first in view.broken or view.category(first) != "activations" or view.block(first) == "glu":
            continue
        yield Problem(
            code="two_activations",
            severity="warning",
            node=node.id,
            port="x",
            said=f"{view.title(first)} and {view.title(node.id)} follow each other without a layer in between; "
            "the second "
            "adds nothing that could be learnt.",
            expected="a layer between two activations",
            got=f"{view.block(first)}, then {node.block}",
            next="Remove one of them, or put a layer between them.",
            fixes=(
                Fix(title=f"Remove {view.title(node.id)}", changes=({"do": "bypass", "node": node.id},)),
                Fix(title=f"Remove {view.title(first)}", changes=({"do": "bypass", "node": first},)),
            ),
        )
