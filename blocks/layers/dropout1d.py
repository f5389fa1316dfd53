"""Dropout1d: zero whole channels of a sequence at random while training."""

from typing import final

from blocks.bases.random_drop import ChannelDrop, drop_params


@final
class Dropout1d(ChannelDrop):
    """Set whole channels of a sequence to zero with probability p while training (Tompson et al., 2015)."""

    title = "Dropout1d"
    keywords = ("regularisation", "spatial dropout")
    builds = "torch.nn.Dropout1d"
    pattern = "B × C × L"
    params = drop_params()
