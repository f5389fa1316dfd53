"""Shapes come from running the real modules without weights; a break leaves the rest on the screen."""

import pytest
import torch

from builder import Document, add, connect, plan, set_param, to_module
from builder.planning.plan_cache import Cache
from tests.networks import line, two_heads


def _real_shapes(document: Document, batch: int) -> dict[str, tuple[int, ...]]:
    """What every node's module really gives, found with hooks on a run with data."""
    module = to_module(document).eval()
    found: dict[str, tuple[int, ...]] = {}
    for name, child in module.named_children():
        child.register_forward_hook(lambda _, __, out, name=name: found.__setitem__(name, tuple(out.shape)))
    planned = plan(document)
    shapes = [planned.specs[argument.node, argument.port].shape for argument in planned.arguments]
    module(
        *[torch.zeros([batch if not isinstance(size, int) else size for size in shape]) for shape in shapes]
    )
    return found


@pytest.mark.parametrize("batch", [1, 3])
def test_predicted_shapes_are_the_real_ones(batch: int) -> None:
    document = two_heads()
    planned = plan(document)
    real = _real_shapes(document, batch)
    assert set(real) >= {"backbone", "first_hidden", "second_scores"}
    for (node, port), spec in planned.specs.items():
        if node in real and port in ("y", "features"):
            assert tuple(batch if not isinstance(size, int) else size for size in spec.shape) == real[node]


def test_at_a_break_the_rest_is_still_computed() -> None:
    document = set_param(two_heads(), "first_scores", "in_features", 99)
    planned = plan(document)
    assert not planned.sound
    assert [(problem.code, problem.node, problem.port) for problem in planned.problems] == [
        ("features", "first_scores", "x")
    ]
    assert planned.specs["first_relu", "y"].text == "B × 256"
    assert planned.specs["second_scores", "y"].text == "B × 10"
    assert planned.nodes["first"].waiting
    assert ("first_scores", "y") not in planned.specs


def test_a_cycle_leaves_other_branches_alone() -> None:
    document = add(add(line(), "relu", "one"), "relu", "two")
    document = connect(connect(document, "one.y", "two.x"), "two.y", "one.x")
    planned = plan(document)
    assert planned.specs["scores", "y"].text == "B × 3"
    assert {problem.code for problem in planned.problems} == {"cycle"}


def test_the_order_of_nodes_does_not_matter() -> None:
    document = two_heads()
    shuffled = document.model_copy(update={"nodes": tuple(reversed(document.nodes))})
    first, second = plan(document), plan(shuffled)
    assert first.specs == second.specs
    assert first.size == second.size


def test_what_no_output_needs_is_left_out_of_the_count() -> None:
    document = add(line(), "linear", "unused", out_features=100)
    document = connect(document, "numbers.vector", "unused.x")
    assert plan(document).specs["unused", "y"].text == "B × 100"
    assert plan(document).size.parameters == plan(line()).size.parameters == 13 * 3 + 3


def test_inferred_sizes_are_reported_and_a_clash_is_explained() -> None:
    assert plan(line()).nodes["scores"].inferred == {"in_features": 13}
    (problem,) = plan(set_param(line(), "scores", "in_features", 12)).problems
    assert (problem.code, problem.port) == ("features", "x")
    assert "12" in problem.expected
    assert "13" in problem.got


def test_the_cache_answers_as_a_fresh_plan_does() -> None:
    cache = Cache()
    document = two_heads()
    for width in (256, 8, 256):
        document = set_param(document, "first_hidden", "out_features", width)
        cached, fresh = plan(document, cache=cache), plan(document)
        assert cached.specs == fresh.specs
        assert cached.size == fresh.size
        assert cached.problems == fresh.problems


def test_a_problem_from_the_cache_names_the_node_it_is_asked_for() -> None:
    cache = Cache()
    broken = set_param(two_heads(), "first_scores", "in_features", 99)
    plan(broken, cache=cache)
    broken = set_param(two_heads(), "second_scores", "in_features", 99)
    broken = set_param(broken, "second_scores", "out_features", 5)
    broken = set_param(broken, "first_scores", "out_features", 10)
    (problem,) = plan(broken, cache=cache).problems
    assert problem.node == "second_scores"


def test_freezing_an_unknown_stage_lists_what_there_is() -> None:
    from builder import freeze

    (problem,) = plan(freeze(two_heads(), "backbone", up_to="layer9")).problems
    assert (problem.code, problem.node) == ("unknown_path", "backbone")
    assert "layer" in problem.expected


@pytest.mark.parametrize(
    ("block", "params"), [("torchvision", {"model": "swin_t"}), ("transformers_vision", {})]
)
def test_a_plan_takes_no_random_numbers(block: str, params: dict[str, str]) -> None:
    before = torch.get_rng_state()
    document = add(Document(), "image_input", "image", size=224)
    plan(connect(add(document, block, "net", **params), "image.image", "net.image"))
    assert torch.equal(torch.get_rng_state(), before)
