"""A forest of decision trees as tables of numbers."""

import torch
from torch import nn


class RandomForest(nn.Module):
    """Turn features [B, C] into the logarithms of the trees' mean probabilities, [B, classes].

    Every tree has all of its 2 ** depth leaves. At each branching the sample goes on to the right where its feature
    lies above the threshold. A class that no tree expects has the probability `least`.
    """

    feature: torch.Tensor
    threshold: torch.Tensor
    leaves: torch.Tensor

    def __init__(self, classes: int, trees: int, depth: int, least: float = 1e-4) -> None:
        super().__init__()
        self.depth, self.least = depth, least
        self.register_buffer("feature", torch.zeros(trees, 2**depth - 1, dtype=torch.long))
        self.register_buffer("threshold", torch.zeros(trees, 2**depth - 1))
        self.register_buffer("leaves", torch.full((trees, 2**depth, classes), 1 / classes))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        trees = torch.arange(len(self.leaves), device=x.device)[None]
        place = torch.zeros(len(x), len(self.leaves), dtype=torch.long, device=x.device)
        for _ in range(self.depth):
            right = x.gather(1, self.feature[trees, place]) > self.threshold[trees, place]
            place = 2 * place + 1 + right
        found = self.leaves[trees, place - (2**self.depth - 1)]
        return found.mean(dim=1).clamp(min=self.least).log()
