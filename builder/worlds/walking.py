"""An agent's way through a world: the network is asked again after every step, and its best action is taken."""

from collections.abc import Callable
from typing import Any

from builder.data import Dataset
from builder.writing.build import resolve

Chosen = Callable[[int], int]
"""From a row of the data to the number of the best action there."""


def walk(dataset: Dataset, start: Any, chosen: Chosen) -> dict[str, Any]:
    """Walk from a state until the world ends it, asking at each state for a held-out row that shows it.

    Returns the world as it is drawn, with ``path``, the cells that were entered, and whether the goal was reached.
    """
    world = resolve(dataset.world)()
    rows = {_key(dataset.columns["features"].values[row]): int(row) for row in dataset.test}
    state, _ = world.reset(options={"state": start})
    path, over, cut = [world.place(state)], False, False
    while not over and not cut and _key(state) in rows:
        state, _, over, cut, _ = world.step(chosen(rows[_key(state)]))
        path.append(world.place(state))
    return {**world.sketch(), "path": path, "reached": bool(over)}


def _key(state: Any) -> tuple[float, ...]:
    return tuple(round(float(value), 4) for value in state)
