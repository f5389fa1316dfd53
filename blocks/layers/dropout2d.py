"""Dropout2d: zero whole channels of a map at random while training."""

from typing import final

from blocks.bases.random_drop import ChannelDrop, drop_params


@final
class Dropout2d(ChannelDrop):
    """Set whole channels of a map to zero with probability p while training (Tompson et al., 2015)."""

    title = "Dropout2d"
    keywords = ("regularisation", "spatial dropout")
    builds = "torch.nn.Dropout2d"
    pattern = "B × C × H × W"
    params = drop_params()
