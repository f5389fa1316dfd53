"""CosineSimilarity: how far two vectors point the same way."""

from typing import final

from blocks.bases.comparison import Comparison
from blocks.bases.contract import axis_of
from builder.block import Site
from builder.param import Integer, Number
from builder.recipe import Recipe


@final
class CosineSimilarity(Comparison):
    """Compare two vectors by their angle, from -1 to 1: two of B × C become B."""

    title = "CosineSimilarity"
    keywords = ("angle", "compare", "siamese", "contrastive")
    builds = "torch.nn.CosineSimilarity"
    params = {
        "dim": Integer(sentence="Axis of the vectors.", default=1, minimum=-7, maximum=7),
        "eps": Number(sentence="Smallest length, so that nothing is divided by zero.", default=1e-08),
    }

    def declare(self, site: Site) -> Recipe:
        axis_of(site.spec("a"), site.params["dim"], param="dim", port="a", lowest=1)
        return super().declare(site)
