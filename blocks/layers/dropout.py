"""Dropout: zero single numbers at random while training."""

from typing import final

from blocks.bases.random_drop import RandomDrop, drop_params


@final
class Dropout(RandomDrop):
    """Set each number to zero with probability p while training, and scale the rest up (Srivastava et al.,
    2014).
    """

    title = "Dropout"
    keywords = ("regularisation",)
    builds = "torch.nn.Dropout"
    params = drop_params()
