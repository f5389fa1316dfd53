"""RMSNorm: a common size for the features of each sample or token."""

from typing import final

from blocks.bases.trailing_norm import TrailingNorm, shape_param
from builder.param import Boolean, Number


@final
class RMSNorm(TrailingNorm):
    """Divide the features of each sample or token by their root mean square (Zhang and Sennrich, 2019)."""

    title = "RMSNorm"
    keywords = ("normalisation", "normalization", "transformer")
    builds = "torch.nn.RMSNorm"
    params = {
        "normalized_shape": shape_param(),
        "eps": Number(sentence="Added to the mean square; empty for the smallest step.", optional=True),
        "elementwise_affine": Boolean(sentence="Learn a scale for each feature.", default=True),
    }
