"""GroupOutput: where something leaves a group."""

from typing import final

from builder.block import Block, Input, Site
from builder.recipe import Recipe


@final
class GroupOutput(Block):
    """Stand for an output of the group: what arrives here leaves the group there."""

    title = "Group output"
    keywords = ("port", "result", "leave", "group")
    role = "exit"
    inputs = {"x": Input("whatever", "what the group gives")}

    def declare(self, site: Site) -> Recipe:
        return Recipe(call="{x}")
