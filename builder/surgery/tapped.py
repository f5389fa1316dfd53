"""A network that is run up to its taps."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn


class Tapped(nn.Module):
    """Gives what some paths inside a network give, by path; nothing behind the last of them runs."""

    def __init__(
        self, model: nn.Module, paths: tuple[str, ...], taps: Callable[..., tuple[torch.Tensor, ...]]
    ) -> None:
        super().__init__()
        self.model = model
        self.paths = paths
        self._taps = taps

    def forward(self, *inputs: Any, **named: Any) -> dict[str, torch.Tensor]:
        return dict(zip(self.paths, self._taps(self.model, self.paths, *inputs, **named), strict=True))
