"""AlphaDropout: dropout that suits SELU."""

from typing import final

from blocks.bases.random_drop import RandomDrop, drop_params


@final
class AlphaDropout(RandomDrop):
    """Drop numbers at random while training, and keep mean and variance as SELU needs them (Klambauer et al.,
    2017).
    """

    title = "AlphaDropout"
    keywords = ("regularisation", "selu")
    builds = "torch.nn.AlphaDropout"
    params = drop_params()
