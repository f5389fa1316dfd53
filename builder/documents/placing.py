"""Where nodes lie: room on a wire for one more, so that a repair covers nothing on the canvas."""

import networkx as nx

from builder.documents.document import Document, Edge, Node

COLUMN = 344
"""From one node's left edge to the next one's, with room for the shape between them."""
FARTHEST = 1_000_000


def with_room(document: Document, edge: Edge) -> tuple[Document, tuple[float, float]]:
    """The document in which what lies to the right of a wire has moved on, and where a node fits onto the wire."""
    (left, above), (right, below) = (document.node(end).position for end in (edge.source, edge.target))
    short = 2 * COLUMN - (right - left)
    if right <= left:  # the wire leads back, to the next row
        return document, (left + COLUMN, above)
    if short <= 0:
        return document, ((left + right) / 2, (above + below) / 2)
    rows = _rows(document, edge.target)
    nodes = tuple(
        _moved(node, short) if node.id in rows and node.position[0] >= right else node
        for node in document.nodes
    )
    return document.model_copy(update={"nodes": nodes}), (left + COLUMN, (above + below) / 2)


def _rows(document: Document, node: str) -> frozenset[str]:
    """The nodes of the same rows: all that wires connect which lead to the right."""
    left = {known.id: known.position[0] for known in document.nodes}
    wires = [(edge.source, edge.target) for edge in document.edges if {edge.source, edge.target} <= set(left)]
    rows = nx.Graph([wire for wire in wires if left[wire[1]] > left[wire[0]]])
    return frozenset(nx.node_connected_component(rows, node)) if node in rows else frozenset({node})


def _moved(node: Node, across: float) -> Node:
    column, row = node.position
    return node.model_copy(update={"position": (min(column + across, FARTHEST), row)})
