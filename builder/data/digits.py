"""Handwritten digits from scikit-learn: 1,797 grey images of 8 x 8, with ten numbers measured on each."""

from typing import Any

import numpy as np

from builder.data.dataset import Array, Column, Dataset, Scale
from builder.data.split import stratified

FEATURES = (
    "ink",
    "centre_x",
    "centre_y",
    "spread_x",
    "spread_y",
    "slant",
    "left_right",
    "top_bottom",
    "crossings_x",
    "crossings_y",
)


def load() -> Dataset:
    """Images with the digit, its parity, its half (digit // 2) and ten handcrafted features."""
    from sklearn.datasets import load_digits

    raw = load_digits()
    grey = np.asarray(raw.images, dtype=np.float64)
    digit = np.asarray(raw.target, dtype=np.int64)
    train, test = stratified(digit, test=0.28)
    features = measure(grey / 16)
    scale = Scale.of(features[train])
    return Dataset(
        name="digits",
        title="Handwritten digits",
        columns={
            "image": Column("image", rgb(grey * (255 / 16))),
            "digit": Column("label", digit, classes=tuple("0123456789")),
            "parity": Column("label", digit % 2, classes=("even", "odd")),
            "half": Column("label", digit // 2, classes=("0-1", "2-3", "4-5", "6-7", "8-9")),
            "features": Column("vector", scale.apply(features), names=FEATURES, scale=scale),
        },
        train=train,
        test=test,
        label="digit",
    )


def measure(grey: Array) -> Array:
    """Ten numbers for each image of [n, 8, 8] with values in 0..1; see `FEATURES`."""
    count, height, width = grey.shape
    ys, xs = np.mgrid[0:height, 0:width]
    ink = grey.sum(axis=(1, 2)) + 1e-6

    def mean(values: Array) -> Array:
        return np.asarray((grey * values).sum(axis=(1, 2)) / ink)

    centre_x, centre_y = mean(xs), mean(ys)
    off_x = xs[None] - centre_x[:, None, None]
    off_y = ys[None] - centre_y[:, None, None]
    dark = grey > 0.4
    columns = (
        ink,
        centre_x,
        centre_y,
        np.sqrt(mean(off_x**2)),
        np.sqrt(mean(off_y**2)),
        mean(off_x * off_y),
        (grey[:, :, : width // 2].sum(axis=(1, 2)) - grey[:, :, width // 2 :].sum(axis=(1, 2))) / ink,
        (grey[:, : height // 2].sum(axis=(1, 2)) - grey[:, height // 2 :].sum(axis=(1, 2))) / ink,
        (dark[:, :, 1:] != dark[:, :, :-1]).sum(axis=(1, 2)),
        (dark[:, 1:] != dark[:, :-1]).sum(axis=(1, 2)),
    )
    return np.stack(columns, axis=1).reshape(count, len(FEATURES)).astype(np.float32)


def rgb(grey: Array) -> Array:
    """Grey values in 0..255 as uint8 images with three equal channels."""
    return np.repeat(np.round(grey).astype(np.uint8)[..., None], 3, axis=-1)


def like_digits(image: Any) -> Array:
    """A person's picture as this data set would hold it: bright ink on black, centred, 8 x 8, RGB."""
    from builder.data.drawing import cut_out

    return rgb(cut_out(image, side=8, margin=0, coverage=0.305))


def measured(image: Any) -> Array:
    """The ten numbers of a person's picture, not yet standardised."""
    return np.asarray(measure(like_digits(image)[None, ..., 0] / 255)[0])
