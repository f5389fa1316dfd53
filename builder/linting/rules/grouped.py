"""Groups: what is wrong inside a closed one is told at the node that uses it."""

from collections.abc import Iterator

from builder.groups.blocks import GroupBlock, told_at
from builder.groups.opening import opened
from builder.linting.view import View
from builder.problem import Problem


def inside_groups(view: View) -> Iterator[Problem]:
    """The warnings about a group's inside, for what arrives at this node; notes stay where the group is open."""
    from builder.linting import lint

    for node in view.nodes:
        if isinstance(view.plan.block(node.id), GroupBlock) and view.plan.nodes[node.id].specs:
            inner = opened(view.plan, [node.id])
            yield from (told_at(one, node.id, inner) for one in lint(inner) if one.severity == "warning")
