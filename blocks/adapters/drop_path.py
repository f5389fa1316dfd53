"""Drop path: leave a whole branch out of some samples."""

from typing import final

from blocks.bases.contract import floating
from builder.block import Block, Input, Output, Site
from builder.param import Number
from builder.recipe import Recipe, new


@final
class DropPath(Block):
    """Set whole samples to zero at random while training: at the end of a branch, it leaves that branch out.

    Huang and others, "Deep Networks with Stochastic Depth", 2016.
    """

    title = "Drop path"
    keywords = ("stochastic depth", "regularisation", "dropout", "branch")
    inputs = {"x": Input("any", "what a branch gives, before it is added to its shortcut")}
    outputs = {"y": Output("any", "the same shape")}
    params = {
        "p": Number(
            sentence="How likely a sample's branch is left out while training.", default=0.1, maximum=0.95
        )
    }

    def declare(self, site: Site) -> Recipe:
        floating(site)
        return Recipe(module=new("blocks.modules.drop_path.DropPath", p=site.params["p"]))
