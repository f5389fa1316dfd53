"""GRU: a sequence read with a gated state."""

from typing import final

from blocks.bases.recurrent import Recurrent, recurrent_params


@final
class GRU(Recurrent):
    """Read a sequence step by step with a gated state (Cho et al., 2014)."""

    title = "GRU"
    keywords = ("sequence", "gate", "text", "time")
    builds = "torch.nn.GRU"
    params = recurrent_params()
