"""Dropout3d: zero whole channels of a volume at random while training."""

from typing import final

from blocks.bases.random_drop import ChannelDrop, drop_params


@final
class Dropout3d(ChannelDrop):
    """Set whole channels of a volume to zero with probability p while training (Tompson et al., 2015)."""

    title = "Dropout3d"
    keywords = ("regularisation", "spatial dropout")
    builds = "torch.nn.Dropout3d"
    pattern = "B × C × D × H × W"
    params = drop_params()
