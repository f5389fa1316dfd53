"""What a network carries along to the inputs in front of it: its tokenizer, the scaling of its pictures."""

from collections.abc import Mapping
from typing import Any

from builder.block import InputBlock
from builder.documents.document import Document
from builder.registry import Registry, filled


def carried(document: Document, registry: Registry, node_id: str) -> dict[str, Any]:
    """What an input's open parameters come to: as the first network that it feeds was trained, else the usual.

    What belongs together, such as a tokenizer's name and its commit, is taken together or not at all.
    """
    node = document.node(node_id)
    block = registry.get(node.block)
    assert isinstance(block, InputBlock)
    for edge in document.out_of(node_id):
        target = document.node(edge.target)
        if target.block not in registry:
            continue
        known = registry.get(target.block)
        wanted = known.carries(filled(known, target.params)).get(edge.input, {})
        if wanted and _open(wanted, node.params) and set(wanted) <= set(block.params):
            return {**block.usual, **wanted}
    return dict(block.usual)


def _open(wanted: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    return all(params.get(name) is None for name in wanted)
