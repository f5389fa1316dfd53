"""Prepared pictures that stay on the device: each is prepared when it is first asked for, and then only looked up."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from builder.planning import budget

if TYPE_CHECKING:
    import torch

SHARE = 8
"""One part in so many of the memory that is free, and no more, may hold pictures."""


class Resident:
    """The pictures of all rows, B x C x H x W, where they fit; they lie with the channels last."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._values: torch.Tensor | None = None
        self._there: torch.Tensor | None = None
        self._refused = False

    def of(self, places: "torch.Tensor", make: "Callable[[torch.Tensor], torch.Tensor]") -> "torch.Tensor":
        """The pictures at these places; `make` prepares those that are not there yet."""
        if self._refused:
            return make(places)
        if self._values is None or self._there is None:
            return self._begun(places, make(places))
        missing = places[~self._there[places]]
        if len(missing):
            self._put(missing, make(missing))
        return self._values[places.to(self._values.device)].permute(0, 3, 1, 2)

    def missing(self, places: "torch.Tensor") -> "torch.Tensor":
        """Those of these places whose pictures are not there yet."""
        return places if self._there is None else places[~self._there[places]]

    def _begun(self, places: "torch.Tensor", first: "torch.Tensor") -> "torch.Tensor":
        """Take memory for all rows like these first ones, unless there is too little."""
        import torch

        size = first[0].numel() * first.element_size() * self._count
        if first.dim() != 4 or size > free(first.device) // SHARE:
            self._refused = True
            return first
        _, channels, height, width = first.shape
        self._values = first.new_empty((self._count, height, width, channels))
        self._there = torch.zeros(self._count, dtype=torch.bool)
        self._put(places, first)
        return first

    def _put(self, places: "torch.Tensor", values: "torch.Tensor") -> None:
        assert self._values is not None
        assert self._there is not None
        self._values[places.to(self._values.device)] = values.permute(0, 2, 3, 1)
        self._there[places] = True


def free(device: "torch.device") -> int:
    """Bytes of memory that are free on a device; nothing where that is not known."""
    import torch

    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return (budget.available() or 0) if device.type == "cpu" else 0
