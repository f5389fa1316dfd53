"""The statements of a forward pass, one or two a node, each with the shape that it gives."""

from collections.abc import Iterable, Iterator, Mapping

from builder.documents.sharing import owner_of
from builder.planning.planned import Plan
from builder.writing.places import attribute


def forward_lines(planned: Plan, nodes: Iterable[str], *, shapes: bool = True) -> list[str]:
    """The statements that compute these nodes, in order, over the variables of `Plan.names`."""
    pairs = (pair for node in nodes for pair in _statements(planned, node, planned.names))
    return [statement + (comment if shapes else "") for statement, comment in pairs]


def result_names(planned: Plan) -> dict[str, str]:
    """The variable behind everything that the network hands out."""
    return {name: planned.names[wire.source, wire.output] for name, wire in planned.handed.items()}


def _statements(
    planned: Plan, node_id: str, names: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, str]]:
    """Each statement with the comment behind it."""
    block = planned.block(node_id)
    if block.role != "layer":
        return
    recipe = planned.nodes[node_id].recipe
    places = {"module": f"self.{attribute(owner_of(planned.document, node_id))}"}
    for port in block.inputs:
        wires = [edge for edge in planned.document.into(node_id) if edge.input == port]
        places[port] = ", ".join(names[edge.source, edge.output] for edge in wires)
    call = recipe.call.format_map(places)
    used = {edge.output for edge in planned.document.out_of(node_id)}
    ports = [port for port in (recipe.outputs or dict.fromkeys(block.outputs, "{result}")) if port in used]
    if len(ports) == 1:
        port = ports[0]
        text = recipe.outputs.get(port, "{result}").format_map(places | {"result": call})
        yield f"{names[node_id, port]} = {text}", _comment(planned, node_id, port)
    elif ports:
        result = f"{node_id}_result"
        yield f"{result} = {call}", ""
        for port in ports:
            text = recipe.outputs[port].format_map(places | {"result": result})
            yield f"{names[node_id, port]} = {text}", _comment(planned, node_id, port)


def _comment(planned: Plan, node: str, port: str) -> str:
    return f"  # {planned.specs[node, port].text}"
