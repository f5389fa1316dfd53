"""Nodes that use the weights of another node: what must agree, judged by structure first, then by what is built."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from builder.documents.document import Document, Node
from builder.problem import Problem
from builder.registry import Registry, filled

if TYPE_CHECKING:
    from builder.planning.planned import NodePlan


def owner_of(document: Document, node_id: str) -> str:
    """The node whose module a node runs: itself, unless it shares."""
    return document.node(node_id).shares or node_id


def faults(node: Node, document: Document, registry: Registry) -> Iterator[Problem]:
    """What keeps a node from using the weights of the one that it names, as far as structure shows."""
    if node.shares is None:
        return
    owner = next((other for other in document.nodes if other.id == node.shares), None)
    if owner is None or owner.id == node.id:
        yield _no_owner(node, document)
        return
    if owner.shares is not None:
        yield _fault(
            node,
            f"{owner.id} has no weights of its own: it shares those of {owner.shares}.",
            expected="a node with weights of its own",
            got=owner.id,
            next=f"Share the weights of {owner.shares} instead.",
        )
        return
    for what, mine, its in _compared(node, owner, registry):
        if mine != its:
            yield _fault(
                node,
                f"This shares the weights of {owner.id}, and its {what} differs.",
                expected=_shown(its),
                got=_shown(mine),
                next=f"Set the same {what} in both, or let this node have weights of its own.",
            )
    if node.freeze is not None:
        yield _fault(
            node,
            f"This uses the weights of {owner.id}, and they are frozen there or not at all.",
            expected=f"freezing at {owner.id}",
            got=node.freeze.what,
            next=f"Remove the freezing here, and freeze {owner.id}.",
        )


def unlike(document: Document, plans: Mapping[str, "NodePlan"]) -> Iterator[Problem]:
    """The nodes that would need another module than the one whose weights they share, for what arrives."""
    from builder.writing.source import module_lines

    known = {node.id for node in document.nodes}
    for node in document.nodes:
        if node.shares is None or node.shares not in known - {node.id}:
            continue
        if not plans[node.id].specs or not plans[node.shares].specs:
            continue
        mine, its = plans[node.id].recipe.module, plans[node.shares].recipe.module
        if mine is None or its is None:
            yield _fault(
                node,
                f"{node.shares} has no weights that could be shared.",
                expected="a node with weights",
                got=node.shares,
                next="Let this node stand for itself.",
            )
        elif difference := _first_difference(module_lines(mine), module_lines(its)):
            yield _fault(
                node,
                f"What arrives here needs other weights than those of {node.shares}.",
                expected=_layer(difference[1]),
                got=_layer(difference[0]),
                next=f"Bring what arrives to the form that {node.shares} gets, or share no weights.",
            )


def _compared(node: Node, owner: Node, registry: Registry) -> Iterator[tuple[str, Any, Any]]:
    yield "block", node.block, owner.block
    if node.block != owner.block or node.block not in registry:
        return
    block = registry.get(node.block)
    mine, its = filled(block, node.params), filled(block, owner.params)
    yield from ((name, mine[name], its[name]) for name in block.params)
    mine_on, its_on = ([edit for edit in one.edits if edit.on] for one in (node, owner))
    yield "list of edits", mine_on, its_on


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(f"{edit.do} {edit.path}" for edit in value) or "no edits"
    return str(value)[:80]


def _first_difference(mine: list[str], its: list[str]) -> tuple[str, str] | None:
    pairs = ((a.strip(), b.strip()) for a, b in zip_longest(mine, its, fillvalue="nothing") if a != b)
    return next(pairs, None)


def _layer(line: str) -> str:
    """A line that builds a module, without the name that it gets in the generated file."""
    return line.partition(" = ")[2].removeprefix("nn.") or line


def _no_owner(node: Node, document: Document) -> Problem:
    others = [other.id for other in document.nodes if other.id != node.id]
    near = get_close_matches(str(node.shares), others, n=1, cutoff=0.5)
    return _fault(
        node,
        "This shares its own weights."
        if node.shares == node.id
        else f"This shares the weights of {node.shares!r}, and there is no such node here.",
        expected="one of " + ", ".join(others[:10]) if others else "another node",
        got=str(node.shares),
        next=f"Did you mean {near[0]}?" if near else "Choose another node, or share no weights.",
    )


def _fault(node: Node, said: str, *, expected: str, got: str, next: str) -> Problem:
    return Problem(code="shares", node=node.id, said=said, expected=expected, got=got, next=next)
