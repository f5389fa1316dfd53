"""From a person's drawing to what the data sets hold: bright ink on black, cut out and centred."""

from typing import Any

import numpy as np

from builder.data.dataset import Array


def cut_out(image: Any, *, side: int, margin: int) -> Array:
    """Find the ink of a Pillow image and return it centred as grey values [side, side] in 0..255.

    Ink is whatever differs from the border's brightness; an empty picture gives all zeros.
    """
    from PIL import Image

    grey = np.asarray(_flat(image).convert("L"), dtype=np.float64)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    ink = np.abs(grey - np.median(border))
    if ink.max() < 20:
        return np.zeros((side, side))
    ink = ink * (255 / ink.max())
    ys, xs = np.nonzero(ink > 60)
    box = ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    longest = max(box.shape)
    square = np.zeros((longest, longest))
    top, left = (longest - box.shape[0]) // 2, (longest - box.shape[1]) // 2
    square[top : top + box.shape[0], left : left + box.shape[1]] = box
    inner = side - 2 * margin
    small = Image.fromarray(np.round(square).astype(np.uint8)).resize((inner, inner), Image.Resampling.BOX)
    found = np.pad(np.asarray(small, dtype=np.float64), margin)
    return np.asarray(found * (255 / max(found.max(), 1.0)))


def _flat(image: Any) -> Any:
    """The picture on its background: what is transparent counts as white."""
    from PIL import Image

    if "A" not in image.getbands():
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA"))
