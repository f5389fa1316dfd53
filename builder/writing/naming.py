"""The names that values have in the generated source: readable, and never in each other's way."""

import builtins
from collections.abc import Iterable, Sequence

from builder.checking import output_names
from builder.documents.document import Document
from builder.registry import Registry

RESERVED = frozenset(dir(builtins)) | {
    "self", "torch", "nn", "torchvision", "torch_geometric", "transformers", "timm", "os",
    "net", "build", "Net", "FROZEN", "taps",
}  # fmt: skip


def value_names(
    document: Document, registry: Registry, order: Sequence[str], functions: Iterable[str] = ()
) -> dict[tuple[str, str], str]:
    """A Python variable for every (node, output port): the node's id where one port is enough.

    `functions` are called by their names where these values are, so no value may bear one.
    """
    names: dict[tuple[str, str], str] = {}
    taken = {*RESERVED, *functions}
    for node_id in order:
        node = document.node(node_id)
        if node.block not in registry:
            continue
        ports = output_names(registry.get(node.block), node)
        used = {edge.output for edge in document.out_of(node_id)}
        for port in ports:
            short = len(ports) <= 1 or (used == {port} and registry.get(node.block).role != "input")
            name = node_id if short else f"{node_id}_{port.replace('.', '_').replace('-', '_')}"
            while name in taken:
                name += "_"
            taken.add(name)
            names[node_id, port] = name
    return names
