"""GroupInput: where something arrives in a group."""

from typing import final

from builder.block import Block, Output, Site
from builder.recipe import Recipe


@final
class GroupInput(Block):
    """Stand for an input of the group: what arrives there goes on from here."""

    title = "Group input"
    keywords = ("port", "argument", "enter", "group")
    role = "entry"
    outputs = {"x": Output("whatever", "what arrives at the group")}

    def declare(self, site: Site) -> Recipe:
        return Recipe(call="")
