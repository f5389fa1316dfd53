"""Opening groups in place: the plan of what is inside one, for what arrives there."""

from collections.abc import Sequence

from builder.document import Document
from builder.groups.blocks import GroupBlock
from builder.planning import Plan
from builder.problem import refuse
from builder.spec import Spec


def opened(planned: Plan, way: Sequence[str]) -> Plan:
    """The plan inside a node that is a group, and so on along a way of nodes; partial where nothing arrives yet.

    Raises:
        Refused: a step of the way is no group.
    """
    for name in way:
        block = planned.block(name) if name in planned.nodes and planned.role(name) else None
        if not isinstance(block, GroupBlock):
            raise _no_group(name)
        arrived = planned.arrived(name)
        given = {port: spec for port in block.inputs if isinstance(spec := arrived.get(port), Spec)}
        planned = block.planned(given)
    return planned


def alone(planned: Plan, group: str) -> Plan:
    """The plan inside a group of a plan's document that is looked at by itself: nothing arrives at its ports.

    Raises:
        Refused: there is no such group.
    """
    block = planned.registry.get(group) if group in planned.registry else None
    if not isinstance(block, GroupBlock):
        raise _no_group(group)
    return block.planned({})


def reached(document: Document, way: Sequence[str], group: str | None = None) -> str | None:
    """The group that a way of nodes leads into, from the canvas or from a group; None for the canvas itself.

    Raises:
        Refused: a step of the way is no group.
    """
    found = group
    if group is not None and all(known.id != group for known in document.groups):
        raise _no_group(group)
    for name in way:
        graph = document if found is None else document.inside(found)
        found = next((node.block for node in graph.nodes if node.id == name), "")
        if all(group.id != found for group in document.groups):
            raise _no_group(name)
    return found


def _no_group(name: str) -> Exception:
    return refuse(
        "missing_node",
        f"{name!r} is no group of this document.",
        expected="a node that uses a group",
        got=name,
        next="Go back to the canvas, and open a group there.",
    )
