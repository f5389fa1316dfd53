"""What nodes are called in sentences: as the canvas titles them."""

from collections import Counter

from builder.documents.document import Document
from builder.registry import Registry


def titles(document: Document, registry: Registry) -> dict[str, str]:
    """For each node its label, else its block's title; where another bears the same, its name in the code as well."""
    plain = [
        node.label or (registry.get(node.block).title if node.block in registry else node.block)
        for node in document.nodes
    ]
    counts = Counter(plain)
    return {
        node.id: title if counts[title] == 1 else f"{title} ({node.id})"
        for node, title in zip(document.nodes, plain, strict=True)
    }
