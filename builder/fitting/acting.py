"""Learning by acting: an agent tries actions in a world, remembers what came of them, and learns their values.

Mnih and others, "Human-level control through deep reinforcement learning", 2015.
"""

from collections import deque
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, final

import numpy as np

from builder.data import Dataset
from builder.documents.document import Training
from builder.fitting.keeping import Features
from builder.fitting.network import Network, network_of
from builder.fitting.targets import Target
from builder.problem import refuse
from builder.writing.build import resolve

if TYPE_CHECKING:
    import torch

MOVES = 8
"""Actions that are tried before each step of learning."""

REMEMBERED = 4_000
SETTLED = 40
"""So many steps of learning go by before the values of what comes next are renewed."""


@dataclass(frozen=True)
class Moment:
    """One action: the row of the data before it, its number, its reward, the row after it, and whether it ended."""

    row: int
    action: int
    reward: float
    then: int
    over: bool


@final
class Acting:
    """An agent in the world of a data set, whose states are rows of the column ``features``."""

    def __init__(self, dataset: Dataset, target: Target, network: Network, training: Training) -> None:
        self._world = resolve(dataset.world)()
        self._rows = _rows_by_state(dataset)
        self._target = target
        self._epochs = training.epochs
        self._batch = training.batch
        self._chance = np.random.default_rng(training.seed)
        self._memory: deque[Moment] = deque(maxlen=REMEMBERED)
        self._drawn: Sequence[Moment] = ()
        self._slow = network_of(network.planned, deepcopy(network.module), network.accelerator)
        self._steps = 0
        self._state = self._world.reset(seed=training.seed)[0]

    def rows(self, network: Network, features: Features, epoch: int) -> Any:
        """Act for a while, and return the rows of remembered moments to learn from."""
        if self._steps % SETTLED == 0:
            self._slow.module.load_state_dict(network.module.state_dict())
        self._steps += 1
        curious = max(0.1, 1 - 2 * epoch / self._epochs)
        for _ in range(MOVES):
            self._act(network, features, curious)
        self._drawn = [
            self._memory[place] for place in self._chance.integers(len(self._memory), size=self._batch)
        ]
        return np.array([moment.row for moment in self._drawn])

    def loss(self, results: "tuple[torch.Tensor, ...]", features: Features) -> "torch.Tensor":
        """How far the values of the actions that were taken lie from reward and discounted best value after it."""
        import torch
        from torch.nn import functional

        device = results[0].device
        taken = torch.tensor([moment.action for moment in self._drawn], device=device)
        reward = torch.tensor([moment.reward for moment in self._drawn], device=device)
        goes_on = torch.tensor([float(not moment.over) for moment in self._drawn], device=device)
        with torch.no_grad():
            after = self._slow.outputs(features.of([moment.then for moment in self._drawn]))
            best = after[self._target.results[0]].float().amax(dim=1)
        wanted = reward + float(self._target.params["discount"]) * goes_on * best
        return functional.smooth_l1_loss(results[0].float().gather(1, taken[:, None])[:, 0], wanted)

    def _act(self, network: Network, features: Features, curious: float) -> None:
        import torch

        row = self._row(self._state)
        if self._chance.random() < curious:
            action = int(self._chance.integers(self._world.action_space.n))
        else:
            with torch.no_grad():
                values = network.outputs(features.of([row]))[self._target.results[0]]
            action = int(values[0].argmax())
        state, reward, over, cut, _ = self._world.step(action)
        then = row if over else self._row(state)
        self._memory.append(Moment(row, action, float(reward), then, over))
        self._state = self._world.reset()[0] if over or cut else state

    def _row(self, state: Any) -> int:
        return int(self._chance.choice(self._rows[_key(state)]))


def acting_for(
    dataset: Dataset, targets: Sequence[Target], network: Network, training: Training
) -> Acting | None:
    """The agent of a run in which an output learns by acting; None where none does.

    Raises:
        Refused: the data has no world to act in.
    """
    target = next((one for one in targets if one.task and one.loss == "acting"), None)
    if target is None:
        return None
    if not dataset.world:
        raise refuse(
            "no_world",
            f"{dataset.title} has no world, and this output learns by acting in one.",
            node=target.node,
            param="loss",
            expected="data with a world, such as grid_world",
            got=dataset.name,
            next="Choose the grid world as data, or another loss.",
        )
    return Acting(dataset, target, network, training)


def _rows_by_state(dataset: Dataset) -> dict[tuple[float, ...], list[int]]:
    """The rows to learn from that show each state of the world."""
    found: dict[tuple[float, ...], list[int]] = {}
    for row in dataset.train:
        found.setdefault(_key(dataset.columns["features"].values[row]), []).append(int(row))
    return found


def _key(state: Any) -> tuple[float, ...]:
    return tuple(round(float(value), 4) for value in state)
