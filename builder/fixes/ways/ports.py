"""Outputs that a network does not have: what leaves there is taken from another one of its outputs."""

from collections.abc import Iterator

from builder.fixes.way import Case, Way

_LACKING = ("no_map", "no_pooled", "no_such_output", "taps_beside")


def another_port(case: Case) -> Iterator[Way]:
    """Lead the wires that leave a lacking output from another one."""
    if case.problem.code not in _LACKING or case.block is None:
        return
    wires = [edge for edge in case.document.out_of(case.node.id) if edge.output == case.problem.port]
    for name in case.block.outputs if wires else ():
        if name != case.problem.port:
            moves = tuple(
                {"do": "move_source", "wire": edge.model_dump(), "source": case.node.id, "output": name}
                for edge in wires
            )
            yield Way(f"Take {name} instead", moves, 1)
