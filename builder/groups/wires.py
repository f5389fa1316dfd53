"""What making a group and taking one apart have in common: names that are free, wires that move, refusals."""

from builder.documents.document import Edge
from builder.problem import Problem

Port = tuple[str, str]
"""A node, and one of its outputs."""

LONGEST = 60


def free(wish: str, taken: set[str]) -> str:
    """An id made from a wish that is not taken yet, and from now on is."""
    plain = wish.replace(".", "_").replace("-", "_").lower()[:LONGEST]
    plain = plain if plain[:1].isalpha() else f"port_{plain}"
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain}_{number}"
    taken.add(name)
    return name


def moved(edge: Edge, source: str, output: str) -> Edge:
    """The wire as it leaves from another output."""
    return edge.model_copy(update={"source": source, "output": output})


def refused(node: str | None, said: str, *, got: str) -> Problem:
    """Why nodes cannot be put together, or taken apart."""
    return Problem(
        code="group",
        node=node,
        said=said,
        got=got,
        next="Change this first, or select other nodes.",
    )
