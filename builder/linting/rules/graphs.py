"""Graphs whose parts come from different places."""

from collections.abc import Iterator

from builder.linting.view import View
from builder.problem import Change, Fix, Problem


def edges_of_another_graph(view: View) -> Iterator[Problem]:
    """Node features of one graph with the edges of another: their numbers name other nodes, or none."""
    for node in view.nodes:
        nodes, edges = view.wire(node.id, "nodes"), view.wire(node.id, "edges")
        if nodes is None or edges is None or view.plan.role(edges.source) != "input":
            continue
        inputs = [
            other for other in view.above(nodes.source) | {nodes.source} if view.plan.role(other) == "input"
        ]
        owners = [other for other in sorted(inputs) if "edges" in view.plan.block(other).outputs]
        if not owners or edges.source in owners:
            continue
        changes: list[Change] = [
            {"do": "move_source", "wire": edges.model_dump(), "source": owners[0], "output": "edges"}
        ]
        if len(view.document.out_of(edges.source)) == 1:
            changes.append({"do": "remove", "node": edges.source})
        yield Problem(
            code="edges_elsewhere",
            severity="warning",
            node=node.id,
            port="edges",
            said=f"The nodes are those of {view.title(owners[0])}, and the edges those of "
            f"{view.title(edges.source)}: their "
            "numbers name other nodes here, or nodes that do not exist.",
            expected=f"the edges of {owners[0]}",
            got=f"{edges.source}.{edges.output}",
            next="Connect nodes and edges of one graph.",
            fixes=(Fix(title=f"Take the edges of {view.title(owners[0])}", changes=tuple(changes)),),
        )
