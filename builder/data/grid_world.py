"""Cells of a small grid with pictures of them, each in another light, and the actions that lead to the goal."""

from typing import Any

import numpy as np

from builder.data.dataset import Array, Column, Dataset


def load(*, train: int = 672, test: int = 168, seed: int = 0) -> Dataset:
    """Each row is a cell as two numbers, a picture 64 x 64 with the agent there, and which actions are best."""
    from builder.worlds.grid import ACTIONS, CELLS, best_actions, drawn, observed

    generator = np.random.default_rng(seed)
    places = [CELLS[row % len(CELLS)] for row in (*range(train), *range(test))]
    best = np.stack([best_actions(place) for place in places]).astype(np.float32)
    return Dataset(
        name="grid_world",
        title="Grid world",
        columns={
            "frame": Column("image", np.stack([drawn(place, generator) for place in places])),
            "features": Column("vector", np.stack([observed(place) for place in places]), names=("x", "y")),
            "best": Column("vector", best, names=ACTIONS),
            "action": Column("label", best.argmax(axis=1).astype(np.int64), classes=ACTIONS),
        },
        train=np.arange(train),
        test=np.arange(train, train + test),
        label="action",
        world="builder.worlds.grid.GridWorld",
    )


def like_frames(image: Any) -> Array:
    """A person's picture at the size of a frame."""
    from builder.data.picture import held
    from builder.worlds.grid import PIXELS

    return held(image, PIXELS)


def measured(image: Any) -> Array:
    """The cell in which a picture shows the agent, the reddest of them, as two numbers."""
    from builder.worlds.grid import PIXELS, SIDE, observed

    picture = like_frames(image).astype(float)
    red = picture[..., 0] - picture[..., 1:].mean(axis=-1)
    edge = (PIXELS - SIDE * 10) // 2
    cells = red[edge:-edge, edge:-edge].reshape(SIDE, 10, SIDE, 10).mean(axis=(1, 3))
    y, x = np.unravel_index(int(cells.argmax()), cells.shape)
    return observed((int(x), int(y)))
