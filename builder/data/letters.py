"""Letters drawn here with Pillow's built-in font, each at its own size, angle and place."""

from typing import Any

import numpy as np

from builder.data.dataset import Array, Column, Dataset
from builder.data.digits import rgb

ALPHABET = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
SIDE = 32
COVERAGE = 0.25
"""Mean brightness inside a letter's own square."""


def load(*, train: int = 1_040, test: int = 520, seed: int = 0) -> Dataset:
    """Capital letters A to Z, bright on black, 32 x 32; the test letters are drawn anew."""
    generator = np.random.default_rng(seed)
    labels = np.concatenate([_even(train, generator), _even(test, generator)])
    images = np.stack([draw(ALPHABET[label], generator) for label in labels])
    vowel = np.isin(labels, [ALPHABET.index(letter) for letter in "AEIOU"]).astype(np.int64)
    return Dataset(
        name="letters",
        title="Drawn letters",
        columns={
            "image": Column("image", rgb(images)),
            "letter": Column("label", labels, classes=ALPHABET),
            "vowel": Column("label", vowel, classes=("consonant", "vowel")),
        },
        train=np.arange(train),
        test=np.arange(train, train + test),
        label="letter",
    )


def draw(letter: str, generator: np.random.Generator) -> Array:
    """One letter as grey values [32, 32]: random size, rotation and position, a little noise."""
    from PIL import Image, ImageDraw, ImageFont

    size = int(generator.integers(16, 27))
    font = ImageFont.load_default(size=size)
    canvas = Image.new("L", (SIDE, SIDE), 0)
    shift = generator.integers(-3, 4, size=2)
    middle = (SIDE / 2 + float(shift[0]), SIDE / 2 + float(shift[1]))
    ImageDraw.Draw(canvas).text(middle, letter, fill=255, font=font, anchor="mm")
    turned = canvas.rotate(float(generator.uniform(-15, 15)), resample=Image.Resampling.BILINEAR)
    noisy = np.asarray(turned, dtype=np.float64) + generator.normal(0, 8, (SIDE, SIDE))
    return np.clip(noisy, 0, 255)


def like_letters(image: Any) -> Array:
    """A person's picture as this data set would hold it: bright ink on black, centred, 32 x 32, RGB."""
    from builder.data.drawing import cut_out

    return rgb(cut_out(image, side=SIDE, margin=8, coverage=COVERAGE))


def _even(count: int, generator: np.random.Generator) -> Array:
    labels = np.arange(count, dtype=np.int64) % len(ALPHABET)
    blocks = [generator.permutation(labels[start : start + 26]) for start in range(0, count, 26)]
    return np.concatenate(blocks)
