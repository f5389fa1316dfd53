"""From a person's drawing to what the data sets hold: bright ink on black, centred, as thick as theirs."""

from typing import Any

import numpy as np

from builder.data.dataset import Array

_FAINT = 20
_EDGE = 0.25
_FULL = 0.9


def cut_out(image: Any, *, side: int, margin: int, coverage: float) -> Array:
    """Find the ink of a Pillow image and return it centred as grey values [side, side] in 0..255.

    Ink is whatever differs from the border's brightness; an empty picture gives all zeros. Ink that already
    fills a square picture from top to bottom is left in its place. `coverage` is the mean brightness, from 0 to
    1, that strokes of the usual thickness give.
    """
    from PIL import Image

    ink = _ink(image)
    if ink.max() < _FAINT:
        return np.zeros((side, side))
    square = _squared(ink / ink.max())
    inner = side - 2 * margin
    small = Image.fromarray(np.round(square * 255).astype(np.uint8)).resize(
        (inner, inner), Image.Resampling.BOX
    )
    values = np.asarray(small, dtype=np.float64)
    return np.pad(_thick(values / max(values.max(), 1.0), coverage), margin) * 255


def _ink(image: Any) -> Array:
    """How far each pixel is from the border's brightness; what is transparent counts as white."""
    from PIL import Image

    if "A" in image.getbands():
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    grey = np.asarray(image.convert("L"), dtype=np.float64)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    return np.asarray(np.abs(grey - np.median(border)))


def _squared(ink: Array) -> Array:
    """The ink in the middle of a square that it just fits into."""
    ys, xs = np.nonzero(ink > _EDGE)
    box = ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    if ink.shape[0] == ink.shape[1] and box.shape[0] > _FULL * ink.shape[0]:
        return ink
    longest = max(box.shape)
    square = np.zeros((longest, longest))
    top, left = (longest - box.shape[0]) // 2, (longest - box.shape[1]) // 2
    square[top : top + box.shape[0], left : left + box.shape[1]] = box
    return square


def _thick(values: Array, coverage: float) -> Array:
    """Strokes made stronger or weaker, by a power of their brightness, until they cover as much as usual."""
    low, high = 0.2, 4.0
    for _ in range(20):
        power = (low + high) / 2
        low, high = (power, high) if (values**power).mean() > coverage else (low, power)
    return np.asarray(values**low)
