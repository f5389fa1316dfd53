"""Softsign: every number to between -1 and 1, slowly."""

from typing import final

from blocks.bases.activation import Activation


@final
class Softsign(Activation):
    """Divide each number by one plus its size, which squeezes it to between -1 and 1."""

    title = "Softsign"
    builds = "torch.nn.Softsign"
