"""LayerNorm: a common scale for the features of each sample or token."""

from typing import final

from blocks.bases.trailing_norm import TrailingNorm, shape_param
from builder.param import Boolean, Number


@final
class LayerNorm(TrailingNorm):
    """Bring the features of each sample or token to mean 0 and variance 1 (Ba et al., 2016)."""

    title = "LayerNorm"
    keywords = ("normalisation", "normalization", "ln", "transformer")
    builds = "torch.nn.LayerNorm"
    params = {
        "normalized_shape": shape_param(),
        "eps": Number(sentence="Added to the variance, so that nothing is divided by zero.", default=1e-05),
        "elementwise_affine": Boolean(sentence="Learn a scale for each feature.", default=True),
        "bias": Boolean(sentence="Learn a shift for each feature as well.", default=True),
    }
