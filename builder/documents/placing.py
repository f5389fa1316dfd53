"""Where nodes lie: room on a wire for one more, so that a repair covers nothing on the canvas."""

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
    nodes = tuple(_moved(node, short) if node.position[0] >= right else node for node in document.nodes)
    return document.model_copy(update={"nodes": nodes}), (left + COLUMN, (above + below) / 2)


def _moved(node: Node, across: float) -> Node:
    column, row = node.position
    return node.model_copy(update={"position": (min(column + across, FARTHEST), row)})
