"""Wires: from another output, to another input, missing ones drawn and surplus ones removed."""

from collections.abc import Iterator

from builder.checking import output_names
from builder.documents.document import Edge
from builder.fixes.way import Case, Way, disconnect
from builder.problem import Change
from builder.sizes import symbol
from builder.spec import KINDS, Spec

NEAR = 6
"""So many other outputs are tried as the source of a wire."""

_STRUCTURE = (
    "unknown_block", "unknown_parameter", "unknown_port", "parameter", "missing_node", "duplicate_id", "freeze",
    "tap", "unconnected", "two_wires", "cycle",
)  # fmt: skip
_BY_MEANING = (
    "detection_cells", "detection_background", "box_numbers", "picture_channels", "match_shapes", "branch_shapes",
)  # fmt: skip
"""Here another output may have a fitting shape, and stands for something else."""
_JOINS = ("concat", "add")


def another_output(case: Case) -> Iterator[Way]:
    """Other outputs of the same node first, then those of the nodes in front, the nearest first."""
    if case.problem.code in (*_STRUCTURE, *_BY_MEANING):
        return
    for edge in case.wires:
        own = [place for place in case.sources() if place[0] == edge.source]
        others = [place for place in case.sources() if place[0] != edge.source]
        fed = {(known.source, known.output) for known in case.document.into(case.node.id)}
        for index, (node, name, spec) in enumerate([*own, *others[:NEAR]]):
            if (node, name) not in fed and KINDS[spec.kind].family == _family(case, edge):
                change = {"do": "move_source", "wire": edge.model_dump(), "source": node, "output": name}
                cost = 1 if index < len(own) else 4 if case.plan.role(node) == "input" else 2
                cost += 3 if spec.kind == "logits" and case.view.category(node) == "backbones" else 0
                mask, idle = _its_mask(case, node, spec), _left_idle(case, edge, node)
                said = f"Take {case.output(node, name)} instead ({spec.text})" + (
                    ", with its mask" if mask else ""
                )
                yield Way(said, (change, *mask, *idle), cost)


def _its_mask(case: Case, source: str, spec: Spec) -> tuple[Change, ...]:
    """Where tokens are to arrive whose padding a mask knows, and the node has an open port for it: the wire."""
    port = case.block.inputs.get("mask") if case.block else None
    taken = any(edge.input == "mask" for edge in case.document.into(case.node.id))
    found = case.view.mask_before(source) if spec.shape[1:2] == (symbol("T"),) else None
    if port is None or port.kind != "mask" or taken or found is None:
        return ()
    return ({"do": "connect", "source": ".".join(found), "target": f"{case.node.id}.mask"},)


def _left_idle(case: Case, edge: Edge, source: str) -> tuple[Change, ...]:
    """The removal of the node that a wire came from, where nothing else needs it and it has nothing to lose."""
    old = edge.source
    needed = source == old or case.plan.role(old) != "layer" or len(case.document.out_of(old)) > 1
    return () if needed or case.plan.nodes[old].size.parameters else ({"do": "remove", "node": old},)


def an_unused_tap(case: Case) -> Iterator[Way]:
    """A stage inside the backbone that gives a map, where one is needed and none is offered."""
    if case.problem.code not in ("rank", "needs_tokens", "spatial_size", "kernel", "no_map"):
        return
    for edge in case.wires:
        known = case.plan.nodes.get(edge.source)
        block = case.document.node(edge.source).block
        if known is None or block not in case.plan.registry or not case.plan.registry.get(block).tappable:
            continue
        for stage in [stage for stage in reversed(known.stages) if stage.parameters][:3]:
            tap: Change = {"do": "tap", "node": edge.source, "path": stage.path}
            move: Change = {
                "do": "move_source", "wire": edge.model_dump(), "source": edge.source, "output": stage.path,
            }  # fmt: skip
            yield Way(f"Tap {stage.path} of {case.title(edge.source)}", (tap, move), 2)


def a_missing_one(case: Case) -> Iterator[Way]:
    """Connect an open port to the nearest output that carries what it takes; or do without the node."""
    if case.problem.code != "unconnected" or case.block is None or case.problem.port is None:
        return
    port = case.block.inputs[case.problem.port]
    loose = [
        place
        for place in case.sources()
        if KINDS[place[2].kind].family == KINDS[port.kind].family and case.plan.role(place[0]) != "output"
    ]
    open_ends = [place for place in loose if not _taken(case, place[0], place[1])]
    for cost, (node, name, spec) in enumerate(
        [*open_ends, *(one for one in loose if one not in open_ends)][:NEAR]
    ):
        change = {
            "do": "connect",
            "source": f"{node}.{name}",
            "target": f"{case.node.id}.{case.problem.port}",
        }
        yield Way(
            f"Connect {case.output(node, name)} ({spec.text})", (change,), 1 + (cost > 1), _away(case, node)
        )
    for node, name in _unfinished(case, KINDS[port.kind].family):
        change = {
            "do": "connect",
            "source": f"{node}.{name}",
            "target": f"{case.node.id}.{case.problem.port}",
        }
        yield Way(f"Connect {case.title(node)}", (change,), 1, _away(case, node))
    yield Way(f"Remove {case.title(case.node.id)}", ({"do": "bypass", "node": case.node.id},), 4)
    yield Way(f"Remove {case.title(case.node.id)}", ({"do": "remove", "node": case.node.id},), 5)


def _unfinished(case: Case, family: str) -> Iterator[tuple[str, str]]:
    """The open ends of nodes that wait for a wire of their own, so that nobody knows yet what they give."""
    below = case.graph.below(case.node.id) | {case.node.id}
    for node in case.view.nodes:
        lacks = node.id in case.view.broken or any(
            case.spec(edge) is None for edge in case.document.into(node.id)
        )
        if node.id in below or not lacks or case.document.out_of(node.id):
            continue
        for name, port in list(case.plan.block(node.id).outputs.items())[:1]:
            if KINDS[port.kind].family == family:
                yield node.id, name


def _away(case: Case, node: str) -> float:
    """How far a node stands from this one; those to the right come last."""
    (x, y), (left, top) = case.node.position, case.document.node(node).position
    return abs(x - left) + abs(y - top) + (100_000 if left >= x else 0)


def _taken(case: Case, node: str, output: str) -> bool:
    return any(edge.output == output for edge in case.document.out_of(node))


def too_many(case: Case) -> Iterator[Way]:
    """Remove one of two wires, or join them."""
    if case.problem.code != "two_wires":
        return
    for edge in reversed(case.wires):
        yield Way(f"Remove the wire from {case.output(edge.source, edge.output)}", (disconnect(edge),), 1)
    from builder.documents.editing import fresh_id

    for block in _JOINS:
        name = fresh_id(case.document, block)
        place = case.node.position
        changes: list[Change] = [
            {"do": "add", "block": block, "id": name, "position": [place[0] - 130, place[1] + 60]}
        ]
        for edge in case.wires:
            changes += [
                disconnect(edge),
                {"do": "connect", "source": f"{edge.source}.{edge.output}", "target": f"{name}.xs"},
            ]
        changes.append(
            {"do": "connect", "source": f"{name}.y", "target": f"{case.node.id}.{case.problem.port}"}
        )
        yield Way(f"Join them with {case.plan.registry.get(block).title}", tuple(changes), 3)


def of_another_kind(case: Case) -> Iterator[Way]:
    """Let the wire lead to a port of its kind, or remove it where the port may stay open."""
    if case.block is None or case.problem.code not in (
        "wire_kind",
        "mask_form",
        "mask",
        "dtype",
        "mask_direction",
    ):
        return
    for edge in case.wires:
        family = _given(case, edge)
        for name, port in case.block.inputs.items():
            free = port.many or not any(other.input == name for other in case.document.into(case.node.id))
            if name != edge.input and KINDS[port.kind].family == family and free:
                change = {
                    "do": "move_target",
                    "wire": edge.model_dump(),
                    "target": case.node.id,
                    "input": name,
                }
                yield Way(f"Lead it to {name} instead", (change,), 1)
        if case.block.inputs[edge.input].optional:
            yield Way(f"Remove the wire from {case.output(edge.source, edge.output)}", (disconnect(edge),), 3)


def any_wire(case: Case) -> Iterator[Way]:
    """Remove one of several wires into a port that takes many."""
    if case.block is None or case.problem.code not in (
        "concat",
        "add",
        "stack",
        "broadcast",
        "dtype",
        "batch",
    ):
        return
    for edge in case.wires:
        if case.block.inputs[edge.input].many and len(case.wires) > 1:
            yield Way(f"Leave {case.output(edge.source, edge.output)} out", (disconnect(edge),), 4)


def _family(case: Case, edge: Edge) -> str:
    """The family of what the port takes."""
    ports = case.block.inputs if case.block else {}
    return KINDS[ports[edge.input].kind].family if edge.input in ports else "real"


def _given(case: Case, edge: Edge) -> str:
    """The family of what the wire brings."""
    spec = case.spec(edge)
    if spec is not None:
        return KINDS[spec.kind].family
    source = case.document.node(edge.source)
    block = case.plan.registry.get(source.block)
    declared = block.outputs.get(edge.output) if edge.output in output_names(block, source) else None
    return KINDS[declared.kind].family if declared else "real"
