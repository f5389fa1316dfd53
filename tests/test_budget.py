"""Memory is counted before it is taken, and a network that does not fit is refused with names."""

import pytest

from builder import Document, DocumentError, add, connect, fit, freeze, plan, to_module
from builder.planning.budget import afford, available, estimate, in_words
from tests.networks import line


def network(width: int = 1000) -> Document:
    document = add(Document(), "vector_input", "numbers", width=10)
    document = connect(add(document, "linear", "first", out_features=width), "numbers.vector", "first.x")
    document = connect(add(document, "linear", "second", out_features=width), "first.y", "second.x")
    document = connect(add(document, "linear", "third", out_features=2), "second.y", "third.x")
    return connect(add(document, "value_output", "value"), "third.y", "value.x")


FIRST, SECOND, THIRD = 11_000 * 4, 1_001_000 * 4, 2_002 * 4


def test_weights_are_counted_by_node() -> None:
    budget = estimate(plan(network()))
    assert budget.nodes == {"numbers": 0, "first": FIRST, "second": SECOND, "third": THIRD, "value": 0}
    assert budget.largest == ("second", "first", "third")


def test_training_adds_three_copies_and_what_each_layer_gives() -> None:
    budget = estimate(plan(network()), training=True, batch=8)
    assert budget.nodes["second"] == 4 * SECOND + 8 * 1000 * 4
    assert budget.parts["activations"] == 8 * (1000 + 1000 + 2) * 4


def test_what_is_frozen_needs_weights_alone_unless_something_in_front_learns() -> None:
    frozen = freeze(network(), "first")
    assert estimate(plan(frozen), training=True, batch=8).nodes["first"] == FIRST
    behind = freeze(network(), "second")
    assert estimate(plan(behind), training=True, batch=8).nodes["second"] == SECOND + 8 * 1000 * 4


def test_buffers_count_as_well() -> None:
    document = add(Document(), "image_input", "image", size=64)
    document = connect(add(document, "torchvision", "net", model="resnet18"), "image.image", "net.image")
    document = connect(add(document, "value_output", "value"), "net.features", "value.x")
    numbers, means, counters = 11_176_512, 2 * 4_800, 20
    assert estimate(plan(document)).total == 4 * (numbers + means) + 8 * counters


def test_what_does_not_fit_is_refused_and_names_the_largest_nodes() -> None:
    planned = plan(network())
    afford(planned, free=FIRST + SECOND + THIRD)
    with pytest.raises(DocumentError) as caught:
        afford(planned, free=FIRST + SECOND + THIRD - 1)
    (problem,) = caught.value.problems
    assert (problem.code, problem.node) == ("memory_budget", "second")
    assert "Linear (second) 4 MB, Linear (first) 44 kB, Linear (third) 8 kB" in problem.said
    with pytest.raises(DocumentError, match="to be trained"):
        afford(planned, training=True, batch=8, free=FIRST + SECOND + THIRD)


@pytest.mark.parametrize(
    ("size", "text"), [(700, "1 kB"), (5_210_000, "5.21 MB"), (282e9, "282 GB"), (1.2e12, "1.2 TB")]
)
def test_bytes_are_said_in_words(size: float, text: str) -> None:
    assert in_words(int(size)) == text


def test_this_machine_says_what_is_free() -> None:
    free = available()
    assert free is not None
    assert free > 100_000_000


def llama() -> Document:
    """Llama 3 70B, from its published configuration."""
    sizes = {"hidden_size": 8192, "layers": 80, "heads": 64, "key_value_heads": 8, "intermediate": 28_672}
    document = add(Document(), "text_input", "text")
    document = add(
        document, "transformers_language_model", "llama", architecture="llama", vocabulary=128_256, **sizes
    )
    document = connect(connect(document, "text.ids", "llama.ids"), "text.mask", "llama.mask")
    return connect(add(document, "value_output", "scores"), "llama.logits", "scores.x")


def test_seventy_billion_parameters_are_planned_without_memory_and_never_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import resource

    monkeypatch.setattr("builder.planning.budget.available", lambda: 24_000_000_000)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    planned = plan(llama())
    assert planned.problems == ()
    assert planned.size.parameters == 70_553_706_496
    assert planned.specs["llama", "logits"].text == "B × T × 128256"
    assert any(stage.path == "model.layers.79" for stage in planned.nodes["llama"].stages)
    with pytest.raises(DocumentError) as caught:
        to_module(llama())
    assert [problem.code for problem in caught.value.problems] == ["memory_budget"]
    with pytest.raises(DocumentError, match="Choose a smaller network, or fewer layers"):
        afford(planned, training=True)  # freezing all of it would not help
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 2e9


def test_a_training_that_memory_does_not_hold_is_refused_before_it_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("builder.planning.budget.available", lambda: 1_000)
    events = list(fit(line(), settings={"data": "wine", "epochs": 1}))
    assert events[-1]["event"] == "failed"
    assert events[-1]["problem"]["code"] == "memory_budget"
    assert "Most of it: Linear 1 kB" in events[-1]["problem"]["said"]
