"""Digits as two cameras see them: one stands upright, the other hangs upside down."""

import numpy as np

from builder.data.dataset import Column, Dataset
from builder.data.digits import load as load_digits
from builder.data.split import stratified

CAMERAS = ("upright", "turned")


def load(*, seed: int = 0) -> Dataset:
    """Each digit once, seen by one of the two cameras; its pair (0-1, 2-3 ...) is asked for whichever saw it."""
    digits = load_digits()
    pair = digits.columns["half"]
    camera = np.random.default_rng(seed).permutation(len(pair)) % 2
    images = digits.columns["image"].values.copy()
    turned = camera == CAMERAS.index("turned")
    images[turned] = images[turned][:, ::-1, ::-1]
    train, test = stratified(pair.values * len(CAMERAS) + camera, test=0.28)
    return Dataset(
        name="cameras",
        title="Two cameras",
        columns={
            "image": Column("image", images),
            "camera": Column("label", camera.astype(np.int64), classes=CAMERAS),
            "pair": pair,
        },
        train=train,
        test=test,
        label="pair",
        notes=("The camera that hangs turns its pictures: there a 6 looks like a 9.",),
    )
