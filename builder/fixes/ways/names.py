"""Names that do not exist: the nearest that does."""

from collections.abc import Iterator
from difflib import get_close_matches

from builder.checking import output_names
from builder.fixes.way import Case, Way, disconnect
from builder.fixes.whole import loose


def block(case: Case) -> Iterator[Way]:
    """Use the nearest block in the place of one that does not exist, or do without."""
    if case.problem.code != "unknown_block" or case.block is not None:
        return
    node = case.node
    for near in get_close_matches(node.block, case.plan.registry.entries, n=3, cutoff=0.5):
        title = case.plan.registry.get(near).title
        swap = {"do": "swap", "node": node.id, "block": near, **node.params}
        yield Way(f"Use {title} instead", (swap,))
        yield Way(
            f"Use {title} with its defaults instead", ({"do": "swap", "node": node.id, "block": near},), 2
        )
    yield Way(f"Remove {case.title(node.id)}", ({"do": "bypass", "node": node.id},), 4)


def relative(case: Case) -> Iterator[Way]:
    """Use the block for as many axes as arrive, in the place of its relative for more or fewer."""
    if case.problem.code != "rank" or case.node.block[-2:] not in ("1d", "2d", "3d"):
        return
    for axes in ("1d", "2d", "3d"):
        other = case.node.block[:-2] + axes
        if other != case.node.block and other in case.plan.registry:
            swap = {"do": "swap", "node": case.node.id, "block": other, **case.node.params}
            yield Way(f"Use {case.plan.registry.get(other).title} instead", (swap,), 2)


def parameter(case: Case) -> Iterator[Way]:
    """Give a misspelt parameter the name that was meant, or take it out."""
    name = case.problem.param
    if case.problem.code != "unknown_parameter" or name is None or case.block is None:
        return
    for near in get_close_matches(name, case.block.params, n=2, cutoff=0.5):
        if near not in case.node.params:
            change = {"do": "rename_param", "node": case.node.id, "param": name, "name": near}
            yield Way(f"Call it {near}", (change,))
    yield Way(f"Remove {name}", (case.set(name, None),), 2)


def port(case: Case) -> Iterator[Way]:
    """Lead a wire to the port that was meant, to the only one there is, or remove it."""
    if case.problem.code != "unknown_port" or case.block is None:
        return
    wrong = case.problem.port or ""
    for edge in (*case.document.out_of(case.node.id), *case.document.into(case.node.id)):
        leaves = edge.source == case.node.id and edge.output == wrong
        if not leaves and (edge.target, edge.input) != (case.node.id, wrong):
            continue
        names = output_names(case.block, case.node) if leaves else tuple(case.block.inputs)
        near = get_close_matches(wrong, names, n=1, cutoff=0.4)
        for cost, name in enumerate([*near, *(name for name in names if name not in near)][:3], start=1):
            end = (
                {"source": case.node.id, "output": name}
                if leaves
                else {"target": case.node.id, "input": name}
            )
            change = {"do": "move_source" if leaves else "move_target", "wire": edge.model_dump(), **end}
            yield Way(f"Use {name} instead", (change,), cost)
        if leaves and case.block.tappable:
            yield Way(f"Tap {wrong}", ({"do": "tap", "node": case.node.id, "path": wrong},), 1)
        yield Way(f"Remove the wire {edge}", (disconnect(edge),), 4)


def missing_end(case: Case) -> Iterator[Way]:
    """Lead a wire whose other end does not exist to the node that was meant."""
    if case.problem.code == "missing_node":
        for edge in (*case.document.into(case.node.id), *case.document.out_of(case.node.id)):
            yield from loose(edge, case.problem.got, case.plan)


def path(case: Case) -> Iterator[Way]:
    """Name a module path that exists, in a tap, a freezing or an edit."""
    problem, node = case.problem, case.node
    if problem.code not in ("unknown_path", "tap_not_run", "never_called", "edit_row"):
        return
    wanted = [name.strip() for name in problem.expected.rpartition("one of ")[2].split(",")]
    wanted = [name.removeprefix("its items").replace("such as", "").strip() for name in wanted]
    for cost, name in enumerate([name for name in wanted if name][:3], start=1):
        if problem.param == "freeze" and node.freeze is not None and node.freeze.what == "up_to":
            yield Way(f"Freeze up to {name}", ({"do": "freeze", "node": node.id, "up_to": name},), cost)
        elif problem.param == "freeze":
            yield Way(f"Freeze {name}", ({"do": "freeze", "node": node.id, "matching": [name]},), cost)
        elif problem.param == "edits":
            for number, edit in enumerate(node.edits):
                if edit.path == problem.got:
                    change = {"do": "change_edit", "node": node.id, "number": number, "path": name}
                    yield Way(f"Edit {name} instead", (change,), cost)
        elif problem.got in node.taps:
            yield from _tapped(case, problem.got, name, cost)
    if problem.param == "freeze":
        yield Way("Freeze all of it", ({"do": "freeze", "node": node.id},), 4)
        yield Way("Freeze nothing", ({"do": "unfreeze", "node": node.id},), 5)


def _tapped(case: Case, old: str, name: str, cost: int) -> Iterator[Way]:
    wires = [edge for edge in case.document.out_of(case.node.id) if edge.output == old]
    moves = [
        {"do": "move_source", "wire": edge.model_dump(), "source": case.node.id, "output": name}
        for edge in wires
    ]
    tap = {"do": "tap", "node": case.node.id, "path": name}
    yield Way(f"Tap {name} instead", (tap, *moves, {"do": "untap", "node": case.node.id, "path": old}), cost)


def tap(case: Case) -> Iterator[Way]:
    """Take back taps, and let their wires leave from an output that the block has."""
    if case.problem.code not in ("tap", "tap_not_run", "unknown_path") or case.block is None:
        return
    for path in case.node.taps:
        untap = {"do": "untap", "node": case.node.id, "path": path}
        wires = [edge for edge in case.document.out_of(case.node.id) if edge.output == path]
        for name in case.block.outputs if wires else ():
            moves = [
                {"do": "move_source", "wire": edge.model_dump(), "source": case.node.id, "output": name}
                for edge in wires
            ]
            yield Way(f"Take {name} instead of the tap {path}", (*moves, untap), 2)
        yield Way(f"Remove the tap {path}", (untap,), 1 if not wires else 4)


def freezing(case: Case) -> Iterator[Way]:
    """Take back a freezing where there is nothing to freeze."""
    if case.problem.code == "freeze":
        yield Way("Remove the freezing", ({"do": "unfreeze", "node": case.node.id},))


def twin(case: Case) -> Iterator[Way]:
    """Remove the second of two nodes with one id."""
    if case.problem.code == "duplicate_id":
        yield Way(f"Remove the second {case.node.id}", ({"do": "remove_twin", "node": case.node.id},), 2)


def sharing(case: Case) -> Iterator[Way]:
    """Let a node have weights of its own; or share those of the node that was meant."""
    if case.problem.code != "shares":
        return
    ids = [node.id for node in case.document.nodes if node.id != case.node.id]
    for near in get_close_matches(str(case.node.shares), ids, n=1, cutoff=0.5):
        if near != case.node.shares:
            yield Way(f"Share the weights of {near}", ({"do": "share", "node": case.node.id, "owner": near},))
    yield Way("Let it have weights of its own", ({"do": "share", "node": case.node.id, "owner": None},), 2)


def port_outside(case: Case) -> Iterator[Way]:
    """Remove the port of a group that stands in none."""
    if case.problem.code == "group_port":
        yield Way(f"Remove {case.title(case.node.id)}", ({"do": "remove", "node": case.node.id},), 2)
