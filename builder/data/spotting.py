"""Letters to find: pictures with one capital letter each, somewhere among soft blots, and the box around it."""

import numpy as np

from builder.data.dataset import Array, Column, Dataset
from builder.data.letters import ALPHABET

SIDE = 128


def load(*, train: int = 400, test: int = 150, seed: int = 0) -> Dataset:
    """Pictures 128 x 128 with the box of the letter as shares of the picture, and which letter it is."""
    generator = np.random.default_rng(seed)
    letters = np.concatenate(
        [generator.permutation(np.arange(part) % len(ALPHABET)) for part in (train, test)]
    )
    drawn = [draw(ALPHABET[letter], generator) for letter in letters]
    images, boxes = (np.stack(part) for part in zip(*drawn, strict=True))
    return Dataset(
        name="spotting",
        title="Letters to find",
        columns={
            "image": Column("image", images),
            "boxes": Column("boxes", boxes.astype(np.float32), classes=("letter",)),
            "letter": Column("label", letters.astype(np.int64), classes=ALPHABET),
        },
        train=np.arange(train),
        test=np.arange(train, train + test),
        label="letter",
    )


def draw(letter: str, generator: np.random.Generator) -> tuple[Array, Array]:
    """One picture as uint8 [128, 128, 3], and its boxes [1, 5]: left, top, right, bottom and class."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    canvas = Image.new("RGB", (SIDE, SIDE), _colour(generator, 90, 150))
    for _ in range(6):
        left, top, size = (float(value) for value in generator.uniform((-20, -20, 20), (SIDE, SIDE, 60)))
        ImageDraw.Draw(canvas).ellipse((left, top, left + size, top + size), fill=_colour(generator, 80, 160))
    canvas = canvas.filter(ImageFilter.GaussianBlur(8))
    font = ImageFont.load_default(size=int(generator.integers(36, 73)))
    stencil = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(stencil).text((SIDE / 2, SIDE / 2), letter, fill=255, font=font, anchor="mm")
    left, top, right, bottom = stencil.getbbox() or (0, 0, SIDE, SIDE)
    x, y = (int(generator.integers(2, SIDE - 1 - size)) for size in (right - left, bottom - top))
    bright = generator.random() < 0.5
    ink = _colour(generator, 225, 255) if bright else _colour(generator, 0, 30)
    canvas.paste(ink, (x, y), stencil.crop((left, top, right, bottom)))
    box = np.array([[x, y, x + right - left, y + bottom - top, 0.0]])
    box[:, :4] /= SIDE
    return np.asarray(canvas, dtype=np.uint8), box


def _colour(generator: np.random.Generator, low: int, high: int) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in generator.integers(low, high, size=3))
    return red, green, blue
