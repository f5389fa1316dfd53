"""RNN: a sequence read with a simple state."""

from typing import final

from blocks.bases.recurrent import Recurrent, recurrent_params
from builder.param import Choice


@final
class RNN(Recurrent):
    """Read a sequence step by step, mixing each step into the state (Elman, 1990)."""

    title = "RNN"
    keywords = ("sequence", "elman", "text", "time")
    builds = "torch.nn.RNN"
    params = {
        **recurrent_params(),
        "nonlinearity": Choice(sentence="Function of each step.", default="tanh", choices=("tanh", "relu")),
    }
