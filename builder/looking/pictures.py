"""Numbers as pictures: a sheet of channels, a table as a heat map, an image as it is. PNG as data for a page."""

import base64
import io
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import torch

MOST_TILES = 64
COLUMNS = 8
LARGEST_TILE = 56
LARGEST_TABLE = 128

_RAMP = ((16, 12, 42), (70, 30, 110), (160, 50, 110), (230, 110, 70), (252, 240, 180))
"""Colours from low to high: even steps of lightness, so that it also reads in grey."""
_MISSING = (0, 200, 255)


@dataclass(frozen=True)
class Sheet:
    """A picture of tiles side by side, each scaled by itself; `of` is how many there would be in all."""

    data: str
    tile: tuple[int, int]
    columns: int
    shown: int
    of: int

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self)) | {"tile": list(self.tile)}


def sheet(maps: "torch.Tensor") -> Sheet:
    """Maps [C, H, W] as tiles, the first ones of them. Values that are no numbers stand out in blue."""
    tiles = [colours(_small(tile, LARGEST_TILE)) for tile in maps[:MOST_TILES]]
    height, width = tiles[0].shape[:2]
    columns = min(COLUMNS, len(tiles))
    rows = ceil(len(tiles) / columns)
    page = np.zeros((rows * height, columns * width, 3), dtype=np.uint8)
    for place, tile in enumerate(tiles):
        row, column = divmod(place, columns)
        page[row * height : (row + 1) * height, column * width : (column + 1) * width] = tile
    return Sheet(png(page), (width, height), columns, len(tiles), len(maps))


def table(values: "torch.Tensor", largest: int = LARGEST_TABLE) -> Sheet:
    """A table [rows, columns] as one heat map; a large one is averaged down."""
    picture = colours(_small(values, largest))
    return Sheet(png(picture), (picture.shape[1], picture.shape[0]), 1, 1, 1)


def image(values: "torch.Tensor") -> str:
    """A colour or grey image [C, H, W] with its lowest value as black and its highest as white."""
    grey = values.float().expand(3, -1, -1) if len(values) == 1 else values[:3].float()
    low, high = grey.min(), grey.max()
    scaled = (grey - low) / (high - low).clamp(min=1e-12) * 255
    return png(scaled.permute(1, 2, 0).round().clamp(0, 255).byte().numpy())


def colours(values: "torch.Tensor") -> "np.ndarray[Any, np.dtype[np.uint8]]":
    """A table of numbers [H, W] as colours [H, W, 3], from its lowest to its highest finite value."""
    numbers = values.double().numpy()
    known = np.isfinite(numbers)
    low, high = (numbers[known].min(), numbers[known].max()) if known.any() else (0.0, 0.0)
    spread = high - low
    at = np.where(known, (numbers - low) / spread if spread else 0.0, 0.0)
    stops = np.linspace(0, 1, len(_RAMP))
    page = np.stack([np.interp(at, stops, [stop[band] for stop in _RAMP]) for band in range(3)], axis=-1)
    page[~known] = _MISSING
    return page.round().astype(np.uint8)


def png(page: "np.ndarray[Any, np.dtype[np.uint8]]") -> str:
    """Colours [H, W, 3] as the address of a PNG that holds them."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(page, "RGB").save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _small(values: "torch.Tensor", largest: int) -> "torch.Tensor":
    """A table with at most so many rows and columns, as means over equal parts."""
    from torch.nn.functional import adaptive_avg_pool2d

    rows, columns = values.shape
    if max(rows, columns) <= largest:
        return values.float()
    size = (min(rows, largest), min(columns, largest))
    return adaptive_avg_pool2d(values.float()[None, None], size)[0, 0]
