"""A small grid with walls and a goal, as a gymnasium environment, and how it looks from above."""

from collections import deque
from functools import cache
from typing import Any, final

import gymnasium as gym
import numpy as np
from gymnasium import spaces

from builder.data.dataset import Array

SIDE = 6
WALLS = frozenset({(1, 1), (1, 2), (3, 0), (3, 1), (4, 3), (2, 4), (3, 4)})
GOAL = (3, 3)
ACTIONS = ("right", "down", "left", "up")
MOVES = ((1, 0), (0, 1), (-1, 0), (0, -1))
CELLS = tuple((x, y) for y in range(SIDE) for x in range(SIDE) if (x, y) not in WALLS and (x, y) != GOAL)
"""Where the agent can stand while it is on its way."""

PIXELS = 64
LONGEST = 40

Cell = tuple[int, int]


@final
class GridWorld(gym.Env[Array, Any]):
    """Walk from a random cell to the goal: -0.05 a step, 1 at the goal; walls and edges leave you where you are.

    An observation is the cell as two numbers from -1 to 1.
    """

    metadata = {"render_modes": ["rgb_array"]}

    def __init__(self) -> None:
        self.observation_space = spaces.Box(-1.0, 1.0, (2,), np.float32)
        self.action_space = spaces.Discrete(len(ACTIONS))
        self.render_mode = "rgb_array"
        self._cell: Cell = CELLS[0]
        self._steps = 0

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Array, dict[str, Any]]:
        super().reset(seed=seed)
        asked = (options or {}).get("state")
        chosen = CELLS[int(self.np_random.integers(len(CELLS)))] if asked is None else cell_of(asked)
        self._cell = chosen if chosen in CELLS else CELLS[0]
        self._steps = 0
        return observed(self._cell), {}

    def step(self, action: int) -> tuple[Array, float, bool, bool, dict[str, Any]]:
        self._cell = moved(self._cell, int(action))
        self._steps += 1
        there = self._cell == GOAL
        return observed(self._cell), 1.0 if there else -0.05, there, self._steps >= LONGEST, {}

    def place(self, state: Any) -> list[int]:
        """The cell of an observation, for whoever draws it."""
        return list(cell_of(state))

    def sketch(self) -> dict[str, Any]:
        """What is needed to draw the world: its side, its walls and its goal."""
        return {"side": SIDE, "walls": sorted(list(wall) for wall in WALLS), "goal": list(GOAL)}

    def render(self) -> Any:
        return drawn(self._cell)


def moved(cell: Cell, action: int) -> Cell:
    """The cell after an action."""
    x, y = cell[0] + MOVES[action][0], cell[1] + MOVES[action][1]
    free = 0 <= x < SIDE and 0 <= y < SIDE and (x, y) not in WALLS
    return (x, y) if free else cell


def observed(cell: Cell) -> Array:
    """A cell as two numbers from -1 to 1."""
    return np.array(cell, dtype=np.float32) * (2 / (SIDE - 1)) - 1


def cell_of(observation: Any) -> Cell:
    """The cell behind two numbers from -1 to 1."""
    x, y = (round((float(value) + 1) * (SIDE - 1) / 2) for value in observation)
    return min(max(x, 0), SIDE - 1), min(max(y, 0), SIDE - 1)


@cache
def distances() -> dict[Cell, int]:
    """How many steps each cell lies from the goal."""
    found, waiting = {GOAL: 0}, deque([GOAL])
    while waiting:
        cell = waiting.popleft()
        for action in range(len(ACTIONS)):
            before = (cell[0] - MOVES[action][0], cell[1] - MOVES[action][1])
            inside = 0 <= before[0] < SIDE and 0 <= before[1] < SIDE
            if inside and before not in WALLS and before not in found:
                found[before] = found[cell] + 1
                waiting.append(before)
    return found


def best_actions(cell: Cell) -> Array:
    """Which actions lead to the goal on a shortest way, as 0 and 1, [4]."""
    away = distances()
    return np.array([float(away[moved(cell, action)] < away[cell]) for action in range(len(ACTIONS))])


def drawn(cell: Cell, generator: np.random.Generator | None = None) -> Array:
    """The grid from above as uint8 [64, 64, 3]; with a generator in another light, tint and place, with noise."""
    colours = np.full((SIDE, SIDE, 3), 0.85)
    for x, y in WALLS:
        colours[y, x] = 0.2
    colours[GOAL[1], GOAL[0]] = (0.2, 0.75, 0.35)
    picture = np.full((PIXELS, PIXELS, 3), 0.5)
    edge = (PIXELS - SIDE * 10) // 2
    picture[edge:-edge, edge:-edge] = colours.repeat(10, axis=0).repeat(10, axis=1)
    left, top = edge + 10 * cell[0], edge + 10 * cell[1]
    picture[top + 2 : top + 8, left + 2 : left + 8] = (0.85, 0.2, 0.25)
    if generator is not None:
        picture = np.roll(picture, generator.integers(-2, 3, size=2), axis=(0, 1))
        picture = picture * generator.uniform(0.75, 1.1) * generator.uniform(0.9, 1.1, size=3)
        picture = picture + generator.normal(0, 0.04, picture.shape)
    return np.round(picture.clip(0, 1) * 255).astype(np.uint8)
