"""Groups: what is wrong inside a closed one is told at the node that uses it."""

from collections.abc import Iterator
from dataclasses import replace

from builder.documents.document import Node
from builder.groups.blocks import GroupBlock, told_at
from builder.groups.opening import opened
from builder.linting.view import View
from builder.planning.planned import Plan
from builder.problem import Fix, Problem


def inside_groups(view: View) -> Iterator[Problem]:
    """The warnings about a group's inside, for what arrives at a node; notes stay where the group is open.

    What is the same at several uses of a group is told once, at the first of them.
    """
    told: dict[tuple[object, ...], list[Problem]] = {}
    for node in view.nodes:
        if isinstance(view.plan.block(node.id), GroupBlock) and view.plan.nodes[node.id].specs:
            for problem in _inside(view, node):
                told.setdefault((node.block, problem.code, problem.said, problem.inside), []).append(problem)
    for first, *others in told.values():
        names = ", ".join(view.title(problem.node) for problem in others if problem.node)
        yield replace(first, said=f"{first.said} It is the same at {names}.") if names else first


def _inside(view: View, node: Node) -> Iterator[Problem]:
    from builder.linting import lint

    inner = opened(view.plan, [node.id])
    for one in lint(inner):
        if one.severity == "warning":
            told = told_at(one, node.id, inner)
            yield replace(told, fixes=tuple(_from_outside(fix, node.block, inner) for fix in one.fixes))


def _from_outside(fix: Fix, group: str, inner: Plan) -> Fix:
    """A fix of what is inside, as a change of the group that holds it."""
    title = f"In {inner.document.title}: {fix.title[:1].lower()}{fix.title[1:]}"
    return replace(
        fix, title=title, changes=({"do": "in_group", "group": group, "changes": list(fix.changes)},)
    )
