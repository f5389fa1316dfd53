"""Parts that belong together and come from different places: nodes and edges, tokens and masks."""

from collections.abc import Iterator

from builder.documents.document import Edge
from builder.linting.view import View
from builder.problem import Change, Fix, Problem


def edges_of_another_graph(view: View) -> Iterator[Problem]:
    """Node features of one graph with the edges or the index of another: their numbers name other nodes, or none."""
    for node in view.nodes:
        nodes = view.wire(node.id, "nodes")
        for port in ("edges", "index"):
            wire = view.wire(node.id, port)
            owners = _owners(view, nodes, port)
            if nodes is None or wire is None or not _foreign(view, wire, owners):
                continue
            yield Problem(
                code="edges_elsewhere",
                severity="warning",
                node=node.id,
                port=port,
                said=f"The nodes are those of {view.title(owners[0])}, and the {port} {_IS[port]} "
                f"{view.title(wire.source)}: {_BUT[port]}",
                expected=f"the {view.output(owners[0], port)}",
                got=view.output(wire.source, wire.output),
                next=f"Connect nodes and {port} of one graph.",
                fixes=(
                    Fix(
                        title=f"Take the {view.output(owners[0], port)}",
                        changes=_moved(view, wire, owners[0]),
                    ),
                ),
            )


def mask_of_another_text(view: View) -> Iterator[Problem]:
    """Tokens of one text with the mask of another: what it counts as padding are words here."""
    for node in view.nodes:
        wire, tokens = view.wire(node.id, "mask"), view.wire(node.id, "context") or view.wire(node.id)
        tokens = tokens or view.wire(node.id, "ids")
        owners = _owners(view, tokens, "mask")
        if wire is None or not _foreign(view, wire, owners):
            continue
        yield Problem(
            code="mask",
            severity="warning",
            node=node.id,
            port="mask",
            said=f"The tokens are those of {view.title(owners[0])}, and the mask is that of "
            f"{view.title(wire.source)}: it says of other tokens which of them count.",
            expected=f"the {view.output(owners[0], 'mask')}",
            got=view.output(wire.source, wire.output),
            next="Connect the mask of the text that the tokens come from.",
            fixes=(
                Fix(
                    title=f"Take the {view.output(owners[0], 'mask')}", changes=_moved(view, wire, owners[0])
                ),
            ),
        )


_IS = {"edges": "those of", "index": "that of"}
_BUT = {
    "edges": "their numbers name other nodes here, or nodes that do not exist.",
    "index": "it says of other nodes which graph they belong to.",
}


def _owners(view: View, wire: Edge | None, port: str) -> list[str]:
    """The inputs in front of a wire that have such an output themselves."""
    if wire is None:
        return []
    above = sorted(view.above(wire.source) | {wire.source})
    return [one for one in above if view.plan.role(one) == "input" and port in view.plan.block(one).outputs]


def _foreign(view: View, wire: Edge, owners: list[str]) -> bool:
    """Whether a wire comes straight from an input, and from none of those that the other part comes from."""
    return bool(owners) and wire.source not in owners and view.plan.role(wire.source) == "input"


def _moved(view: View, wire: Edge, owner: str) -> tuple[Change, ...]:
    """The wire taken from the owner; the other input goes where nothing else needs it."""
    move: Change = {"do": "move_source", "wire": wire.model_dump(), "source": owner, "output": wire.input}
    alone = len(view.document.out_of(wire.source)) == 1
    return (move, {"do": "remove", "node": wire.source}) if alone else (move,)
