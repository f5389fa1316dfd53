"""Drop path: leave a whole branch out of some samples."""

import torch
from torch import nn


class DropPath(nn.Module):
    """Set all numbers of a sample to zero with probability p while training, and scale the others up.

    At the end of a branch that is added to a shortcut, it leaves that branch out (Huang et al., 2016).
    """

    def __init__(self, p: float = 0.1) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training or self.p == 0:
            return x
        kept = x.new_empty([x.shape[0]] + [1] * (x.ndim - 1)).bernoulli_(1 - self.p)
        return x * kept / (1 - self.p)
