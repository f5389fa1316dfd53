"""Structure, parameters and ports of a document, judged without torch. Reports everything at once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import islice

from builder.block import Block
from builder.documents import sharing
from builder.documents.document import Document, Edge, Node
from builder.documents.graph import Graph
from builder.documents.naming import titles
from builder.groups import faults as group_faults
from builder.groups.blocks import bound
from builder.problem import Problem
from builder.registry import Registry, default_registry
from builder.spec import KINDS


def check(
    document: Document, registry: Registry | None = None, *, inside: bool = False
) -> tuple[Problem, ...]:
    """Every problem of structure that a document has, in the order of its nodes; empty when it is sound.

    `inside` judges it as the graph inside a group, whose ports take the place of inputs and outputs.
    """
    blocks = bound(registry or default_registry(), document)
    found = [*_ids(document), *group_faults.faults(document, blocks)]
    known = {node.id: blocks.get(node.block) for node in document.nodes if node.block in blocks}
    misplaced = group_faults.inside if inside else group_faults.outside
    for node in document.nodes:
        found += _node(node, blocks)
        found += sharing.faults(node, document, blocks)
        if node.id in known:
            found += misplaced(node, known[node.id].role, known[node.id].title)
    named = titles(document, blocks)
    for edge in document.edges:
        found += _ends(edge, document, known, named)
    for node in document.nodes:
        if node.id in known:
            found += _wiring(node, known[node.id], document)
    found += _cycles(document)
    found += _whole(document, known, "exit" if inside else "output")
    return tuple(found)


def output_names(block: Block, node: Node) -> tuple[str, ...]:
    """The output ports of a node: those of its block, then its taps."""
    return (*block.outputs, *(path for path in node.taps if path not in block.outputs))


def _ids(document: Document) -> Iterator[Problem]:
    for name, count in Counter(node.id for node in document.nodes).items():
        if count > 1:
            yield Problem(
                code="duplicate_id",
                node=name,
                said=f"{count} nodes have the id {name!r}.",
                expected="an id of its own for each node",
                got=f"{name} {count} times",
                next="Rename all but one of them.",
            )


def _node(node: Node, registry: Registry) -> Iterator[Problem]:
    if node.block not in registry:
        near = get_close_matches(node.block, registry.entries, n=3, cutoff=0.5)
        yield Problem(
            code="unknown_block",
            node=node.id,
            said=f"There is no block {node.block!r}.",
            expected="one of " + ", ".join(near) if near else f"one of the {len(registry.entries)} blocks",
            got=node.block,
            next="Choose a block from the palette; `netgraft blocks` lists them all.",
        )
        return
    block = registry.get(node.block)
    for name, value in node.params.items():
        if name not in block.params:
            yield _unknown_param(node, name, block)
        elif problem := block.params[name].check(name, value):
            yield problem.at(node.id)
    if node.taps and not block.tappable:
        yield Problem(
            code="tap",
            node=node.id,
            said=f"{block.title} has no inside that could be tapped.",
            expected="taps on a backbone",
            got=", ".join(node.taps),
            next="Remove the taps of this node.",
        )
    if node.freeze is not None and block.role != "layer":
        yield Problem(
            code="freeze",
            node=node.id,
            said=f"{block.title} has nothing that could be frozen.",
            expected="freezing on a node with parameters",
            got=node.freeze.what,
            next="Remove the freezing of this node.",
        )
    for number, edit in enumerate(node.edits):
        if edit.block is not None and edit.block not in registry:
            yield Problem(
                code="unknown_block",
                node=node.id,
                param="edits",
                edit=number,
                said=f"The edit at {edit.path} names a block {edit.block!r} that does not exist.",
                expected=f"one of the {len(registry.entries)} blocks",
                got=edit.block,
                next="Choose a block from the palette; `netgraft blocks` lists them all.",
            )


def _unknown_param(node: Node, name: str, block: Block) -> Problem:
    near = get_close_matches(name, block.params, n=1, cutoff=0.5)
    known = ", ".join(block.params) or "no parameters"
    return Problem(
        code="unknown_parameter",
        node=node.id,
        param=name,
        said=f"{block.title} has no parameter {name!r}.",
        expected=known,
        got=name,
        next=f"Did you mean {near[0]}?" if near else "Remove it.",
    )


def _ends(
    edge: Edge, document: Document, known: dict[str, Block], named: Mapping[str, str]
) -> Iterator[Problem]:
    for end in (edge.source, edge.target):
        if end not in named:
            near = get_close_matches(end, named, n=1, cutoff=0.5)
            yield Problem(
                code="missing_node",
                node=edge.target if end == edge.source and edge.target in named else None,
                said=f"The wire {edge} names a node {end!r} that does not exist.",
                expected="one of " + ", ".join(islice(named, 10)),
                got=end,
                next=f"Did you mean {near[0]}?" if near else "Remove the wire, or add the node.",
            )
    source, target = known.get(edge.source), known.get(edge.target)
    if source and edge.output not in (names := output_names(source, document.node(edge.source))):
        yield _unknown_port(edge, edge.source, edge.output, "output", names)
        source = None
    if target and edge.input not in target.inputs:
        yield _unknown_port(edge, edge.target, edge.input, "input", tuple(target.inputs))
        target = None
    if source and target:
        yield from _kinds(edge, source, target, named)


def _unknown_port(edge: Edge, node: str, port: str, side: str, names: tuple[str, ...]) -> Problem:
    near = get_close_matches(port, names, n=1, cutoff=0.5)
    return Problem(
        code="unknown_port",
        node=node,
        port=port,
        said=f"The wire {edge} uses an {side} {port!r} that this node does not have.",
        expected="one of " + ", ".join(names) if names else f"no {side} at all",
        got=port,
        next=f"Did you mean {near[0]}?" if near else "Connect the wire to another port.",
    )


def _kinds(edge: Edge, source: Block, target: Block, named: Mapping[str, str]) -> Iterator[Problem]:
    given = KINDS[source.outputs[edge.output].kind if edge.output in source.outputs else "any"]
    taken = KINDS[target.inputs[edge.input].kind]
    if not given.fits(taken):
        yield Problem(
            code="wire_kind",
            node=edge.target,
            port=edge.input,
            said=f"This input takes {taken.title}, and the wire from {edge.output} of {named[edge.source]} "
            f"carries {given.title}.",
            expected=taken.title,
            got=given.title,
            next=_TAKEN[taken.family] if taken.family in _TAKEN else _GIVEN[given.family],
        )


_TAKEN = {
    "ids": "Connect the ids of a text; numbers that were measured go through a Linear layer instead.",
    "mask": "Connect the mask of the text that the tokens come from.",
    "edges": "Connect the edges of a graph input.",
    "index": "Connect the index of a graph batch input.",
    "condition": "Connect a condition input.",
    "boxes": "Put Boxes from cells behind the head that says where the boxes are.",
}
_GIVEN = {
    "ids": "Ids are names, not amounts: put an Embedding on the wire, which turns each into a vector.",
    "mask": "A mask only says which tokens count: lead it to a port called mask, and the tokens to this one.",
    "edges": "Edges only say which nodes belong together: lead them to the edges of a graph layer.",
    "index": "The index only says which graph a node is of: lead it to a pooling over graphs.",
    "condition": "A condition only chooses between branches: lead it to a Route.",
    "boxes": "Boxes are a result: lead them to a detection output.",
}
"""What to do where a port takes one kind and the wire brings another: by what it takes, or by what comes."""


def _wiring(node: Node, block: Block, document: Document) -> Iterator[Problem]:
    arriving = Counter(edge.input for edge in document.into(node.id))
    for name, port in block.inputs.items():
        if not arriving[name] and not port.optional:
            yield Problem(
                code="unconnected",
                node=node.id,
                port=name,
                said=f"The input {name!r} of {block.title} is not connected.",
                expected=KINDS[port.kind].title,
                got="no wire",
                next="Drag a wire from an output to this port.",
            )
        if arriving[name] > 1 and not port.many:
            yield Problem(
                code="two_wires",
                node=node.id,
                port=name,
                said=f"{arriving[name]} wires arrive at {name!r}, which takes one.",
                expected="one wire",
                got=f"{arriving[name]} wires",
                next="Remove all but one, or join them with a concat or an add in front.",
            )


def _cycles(document: Document) -> Iterator[Problem]:
    for group in Graph.of(document).cycles():
        named = group if len(group) <= 8 else (*group[:6], "…", group[-1])
        circle = " -> ".join((*named, group[0]))
        for node in group:
            yield Problem(
                code="cycle",
                node=node,
                said=f"These nodes feed each other in a circle: {circle}.",
                expected="wires that lead from the inputs to the outputs",
                got=circle,
                next="Remove one wire of the circle.",
            )


def _whole(document: Document, known: dict[str, Block], role: str) -> Iterator[Problem]:
    if any(block.role == role for block in known.values()):
        return
    if role == "exit":
        yield Problem(
            code="no_output",
            said="The group has no output.",
            expected="at least one group output",
            got="none",
            next="Open the group, add a group output and connect it to what the group should give.",
        )
        return
    yield Problem(
        code="no_output",
        said="The graph has no output." if document.nodes else "The document has no nodes yet.",
        expected="at least one block from Outputs",
        got="none",
        next="Add an output from the palette and connect it to what the network should give.",
    )
