"""Opening groups in place: the plan of what is inside one, for what arrives there.

A way is a row of steps: a node that is a group, or ``node:2`` for the group that this edit of the node puts in.
"""

from collections.abc import Mapping, Sequence

from builder.documents.document import Document
from builder.groups.blocks import GroupBlock
from builder.planning.planned import Plan
from builder.problem import refuse
from builder.spec import Spec


def opened(planned: Plan, way: Sequence[str]) -> Plan:
    """The plan inside the group that a way leads into; partial where nothing arrives yet.

    Raises:
        Refused: a step of the way is no group.
    """
    for step in way:
        block = _block(planned, _named(planned.document, step) or "", step)
        planned = block.planned(_arriving(planned, block, step))
    return planned


def alone(planned: Plan, group: str) -> Plan:
    """The plan inside a group of a plan's document that is looked at by itself: nothing arrives at its ports.

    Raises:
        Refused: there is no such group.
    """
    return _block(planned, group, group).planned({})


def reached(document: Document, way: Sequence[str], group: str | None = None) -> str | None:
    """The group that a way leads into, from the canvas or from a group; None for the canvas itself.

    Raises:
        Refused: a step of the way is no group.
    """
    known = {one.id for one in document.groups}
    if group is not None and group not in known:
        raise _no_group(group)
    for step in way:
        group = _named(document if group is None else document.inside(group), step)
        if group not in known:
            raise _no_group(step)
    return group


def _named(graph: Document, step: str) -> str | None:
    """The block that a step names: that of a node, or of one of its edits."""
    name, _, number = step.partition(":")
    node = next((node for node in graph.nodes if node.id == name), None)
    if node is None or not number:
        return node.block if node else None
    edits = dict(enumerate(node.edits))
    edit = edits.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 4 else None
    return edit.block if edit else None


def _arriving(planned: Plan, block: GroupBlock, step: str) -> Mapping[str, Spec]:
    """What arrives at the ports of a group, as far as it is known."""
    name, _, number = step.partition(":")
    if not number:
        arrived = planned.arrived(name)
        return {port: spec for port in block.inputs if isinstance(spec := arrived.get(port), Spec)}
    arrivals = dict(enumerate(planned.nodes[name].arrivals))
    spec = arrivals.get(int(number))
    return {} if spec is None else dict.fromkeys(list(block.inputs)[:1], spec)


def _block(planned: Plan, name: str, step: str) -> GroupBlock:
    block = planned.registry.get(name) if name in planned.registry else None
    if not isinstance(block, GroupBlock):
        raise _no_group(step)
    return block


def _no_group(name: str) -> Exception:
    return refuse(
        "missing_node",
        f"{name!r} is no group of this document.",
        expected="a node that uses a group",
        got=name[:80],
        next="Go back to the canvas, and open a group there.",
    )
