"""The grid world: gymnasium's interface, what is best, how it looks, and learning by acting in it."""

from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from PIL import Image

from builder import Document, add, connect, load, plan
from builder.data import load as load_data
from builder.data import measured
from builder.fitting import fit
from builder.fixes import with_fixes
from builder.tasks.actions import ActionsTask
from builder.worlds.grid import (
    ACTIONS,
    CELLS,
    GOAL,
    SIDE,
    WALLS,
    GridWorld,
    best_actions,
    cell_of,
    distances,
    drawn,
    moved,
    observed,
)
from builder.worlds.walking import walk
from tests.test_pictures import FAULTY


def agent(**params: Any) -> Document:
    """A cell as two numbers -> 32 -> the values of four actions."""
    network = add(Document(), "vector_input", "cell", width=2)
    network = connect(
        add(network, "mlp_head", "values", hidden=[64, 64], out_features=4), "cell.vector", "values.x"
    )
    return connect(add(network, "action_output", "act", **params), "values.y", "act.values")


@pytest.mark.filterwarnings("ignore")
def test_it_is_a_world_as_gymnasium_means_it() -> None:
    check_env(GridWorld(), skip_render_check=True)
    assert isinstance(GridWorld(), gym.Env)


def test_walls_and_edges_leave_the_agent_where_it_is() -> None:
    assert moved((0, 0), ACTIONS.index("left")) == (0, 0)
    assert moved((2, 1), ACTIONS.index("right")) == (2, 1)  # a wall
    assert moved((0, 0), ACTIONS.index("right")) == (1, 0)


def test_every_cell_leads_to_the_goal() -> None:
    away = distances()
    assert set(away) == {*CELLS, GOAL}
    assert len(CELLS) == SIDE * SIDE - len(WALLS) - 1
    for cell in CELLS:
        best = best_actions(cell)
        assert best.sum() >= 1
        assert all(away[moved(cell, int(action))] == away[cell] - 1 for action in np.flatnonzero(best))


def test_an_episode_ends_at_the_goal_with_a_reward() -> None:
    world = GridWorld()
    state, _ = world.reset(seed=3)
    over, steps = False, 0
    while not over:
        state, reward, over, cut, _ = world.step(int(best_actions(cell_of(state)).argmax()))
        steps += 1
        assert not cut
        assert reward == (1.0 if over else -0.05)
    assert steps <= max(distances().values())


def test_a_cell_survives_as_two_numbers_and_as_a_picture() -> None:
    for cell in CELLS:
        assert cell_of(observed(cell)) == cell
        assert (
            measured("grid_world", "features", Image.fromarray(drawn(cell))).tolist()
            == observed(cell).tolist()
        )


def test_frames_differ_in_light_and_still_show_the_same_cell() -> None:
    data = load_data("grid_world")
    frames, places = data.columns["frame"].values, data.columns["features"].values
    same = [row for row in data.train if (places[row] == places[0]).all()]
    assert len(same) == 24
    assert (frames[same[0]] != frames[same[1]]).mean() > 0.9
    seen = [measured("grid_world", "features", Image.fromarray(frames[row])) for row in range(28)]
    assert np.mean([(one == places[row]).all() for row, one in enumerate(seen)]) > 0.9


def test_who_knows_the_way_walks_it() -> None:
    data = load_data("grid_world")
    best = data.columns["best"].values
    found = walk(data, observed((0, 5)), lambda row: int(best[row].argmax()))
    assert found["reached"]
    assert (found["path"][0], found["path"][-1]) == ([0, 5], list(GOAL))
    assert len(found["path"]) - 1 == distances()[0, 5]
    lost = walk(data, observed((0, 5)), lambda _: ACTIONS.index("left"))
    assert not lost["reached"]
    assert set(map(tuple, lost["path"])) == {(0, 5)}


def test_any_of_the_best_actions_counts() -> None:
    import torch

    truth = torch.tensor([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
    values = torch.tensor([[0.1, 0.9, 0.0, 0.0], [0.9, 0.0, 0.1, 0.0]])
    assert ActionsTask().measure({}, values, truth) == 0.5


def test_an_agent_learns_by_acting() -> None:
    settings = {"data": "grid_world", "epochs": 25, "batch": 16, "learning_rate": 0.002}
    last = list(fit(agent(), settings=settings, device="cpu"))[-1]
    assert last["event"] == "finished", last
    assert last["test"]["act"]["best_actions"] >= 0.75
    assert last["baseline"]["act"]["majority"] < 0.4


def test_the_same_seed_gives_the_same_agent() -> None:
    settings = {"data": "grid_world", "epochs": 2, "samples": 100}
    runs = [list(fit(agent(), settings={**settings, "seed": seed}, device="cpu")) for seed in (4, 4, 5)]
    losses = [[event["loss"] for event in run if event["event"] == "epoch"] for run in runs]
    assert losses[0] == losses[1] != losses[2]


def test_without_a_world_nothing_can_be_tried() -> None:
    from builder import set_param

    document = set_param(
        set_param(agent(target="features"), "cell", "width", 13), "values", "out_features", 13
    )
    last = list(fit(document, settings={"data": "wine", "epochs": 1}, device="cpu"))[-1]
    assert last["problem"]["code"] == "no_world"


def test_an_output_that_matches_needs_what_it_is_to_match() -> None:
    (problem,) = plan(agent(loss="match")).problems
    assert (problem.code, problem.node) == ("match_wire", "act")
    both = connect(agent(), "values.y", "act.like")
    (problem,) = plan(both).problems
    assert problem.code == "match_wire"


def test_only_what_has_the_same_shape_can_match() -> None:
    network = connect(add(agent(), "linear", "other", out_features=5), "cell.vector", "other.x")
    network = connect(add(network, "match_output", "same"), "values.y", "same.x")
    network = connect(network, "other.y", "same.like")
    (problem,) = plan(network).problems
    assert (problem.code, problem.node, problem.expected) == ("match_shapes", "same", "B × 5")


def test_a_size_that_four_does_not_divide_is_explained() -> None:
    (problem,) = with_fixes(plan(load(FAULTY / "s17_image_size.json"))).problems
    assert (problem.code, problem.node) == ("features", "adapter")
    assert (problem.expected, problem.got) == ("B × 9216", "B × 10816")
    assert problem.fixes
