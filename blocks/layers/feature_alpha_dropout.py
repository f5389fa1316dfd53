"""FeatureAlphaDropout: whole channels dropped, as suits SELU."""

from typing import final

from blocks.bases.random_drop import RandomDrop, drop_params


@final
class FeatureAlphaDropout(RandomDrop):
    """Drop whole channels at random while training, and keep mean and variance as SELU needs them."""

    title = "FeatureAlphaDropout"
    keywords = ("regularisation", "selu")
    builds = "torch.nn.FeatureAlphaDropout"
    params = drop_params()
