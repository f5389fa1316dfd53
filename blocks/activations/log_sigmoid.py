"""LogSigmoid: the logarithm of the sigmoid."""

from typing import final

from blocks.bases.activation import Activation


@final
class LogSigmoid(Activation):
    """Take the logarithm of each number's sigmoid, in a way that stays exact for large numbers."""

    title = "LogSigmoid"
    builds = "torch.nn.LogSigmoid"
