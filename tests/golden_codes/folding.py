"""A block of one's own that does what none of Netgraft's does: it folds an axis into the batch."""

from typing import final

from builder.block import Block, Input, Output, Site
from builder.recipe import Recipe
from builder.registry import Registry, default_registry


@final
class FoldIntoBatch(Block):
    """Lay the halves of each row below each other: B × 2C becomes 2B × C."""

    title = "Fold into the batch"
    inputs = {"x": Input("any", "rows of an even width")}
    outputs = {"y": Output("any", "twice as many rows, half as wide")}

    def declare(self, site: Site) -> Recipe:
        return Recipe(call=f"{{x}}.reshape(-1, {site.spec('x').size(1) // 2})")


def with_folding() -> Registry:
    """Netgraft's blocks, and this one."""
    registry = Registry()
    for entry in default_registry().entries.values():
        registry.add(entry.id, entry.category, entry.block)
    registry.add("fold_into_batch", "shape", FoldIntoBatch())
    return registry
