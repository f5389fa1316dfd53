"""PairwiseDistance: how far two vectors lie apart."""

from typing import final

from blocks.bases.comparison import Comparison
from builder.param import Boolean, Number


@final
class PairwiseDistance(Comparison):
    """Measure how far two vectors lie apart: two of B × C become B."""

    title = "PairwiseDistance"
    keywords = ("euclidean", "compare", "siamese", "contrastive")
    builds = "torch.nn.PairwiseDistance"
    params = {
        "p": Number(sentence="The norm: 2 is the ordinary length.", default=2.0, minimum=0.1, maximum=16.0),
        "eps": Number(
            sentence="Added to each difference, so that the gradient exists at zero.", default=1e-06
        ),
        "keepdim": Boolean(sentence="Keep the axis, with size 1.", default=False),
    }
