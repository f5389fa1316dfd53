"""Digits cut in two: the upper half as a picture, the lower half as sixteen numbers."""

from typing import Any

import numpy as np

from builder.data.dataset import Array, Column, Dataset, Scale
from builder.data.digits import like_digits, rgb
from builder.data.split import stratified

SIDE = 8
NAMES = tuple(f"row_{row}_part_{part}" for row in range(5, 9) for part in range(1, 5))


def load() -> Dataset:
    """Each digit of scikit-learn's as a picture without its lower half, and as 16 numbers without its upper one."""
    from sklearn.datasets import load_digits

    raw = load_digits()
    grey = np.asarray(raw.images, dtype=np.float64) * (255 / 16)
    digit = np.asarray(raw.target, dtype=np.int64)
    train, test = stratified(digit, test=0.28)
    numbers = below(grey)
    scale = Scale.of(numbers[train])
    return Dataset(
        name="halves",
        title="Digits in two halves",
        columns={
            "image": Column("image", rgb(above(grey))),
            "features": Column("vector", scale.apply(numbers), names=NAMES, scale=scale),
            "digit": Column("label", digit, classes=tuple("0123456789")),
        },
        train=train,
        test=test,
        label="digit",
    )


def above(grey: Array) -> Array:
    """The upper half of pictures [n, 8, 8]; the lower half is dark."""
    return np.where(np.arange(SIDE)[:, None] < SIDE // 2, grey, 0.0)


def below(grey: Array) -> Array:
    """The brightness of the lower half of pictures [n, 8, 8] in 0..255, two pixels at a time: [n, 16] in 0..16."""
    lower = grey[:, SIDE // 2 :].reshape(len(grey), SIDE // 2, SIDE // 2, 2)
    return (lower.mean(axis=3).reshape(len(grey), -1) * (16 / 255)).astype(np.float32)


def like_halves(image: Any) -> Array:
    """A person's drawing of a whole digit as this data set would hold it: its upper half, 8 x 8, RGB."""
    whole = like_digits(image)[None, ..., 0].astype(np.float64)
    return rgb(above(whole)[0])


def measured(image: Any) -> Array:
    """The sixteen numbers of the lower half of a person's drawing, not yet standardised."""
    return np.asarray(below(like_digits(image)[None, ..., 0].astype(np.float64))[0])
