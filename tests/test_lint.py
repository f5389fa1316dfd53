"""The lint: what runs and is still wrong, as a table; nothing is said of what is right."""

from collections.abc import Callable

import pytest

from builder import Document, add, connect, disconnect, freeze, load, set_param
from builder.data import load as load_data
from builder.data.catalogue import SOURCES
from builder.documents.document import Edit
from builder.documents.editing import bypass, repair, set_training
from builder.documents.examples import examples
from builder.fixes import with_fixes
from builder.linting import known, lint
from builder.planning.plan_cache import Cache
from builder.planning.planning import plan
from tests.networks import line, two_heads

CACHE = Cache()


def hidden(width: int = 13) -> Document:
    """Numbers -> linear -> relu -> linear -> classes."""
    return insert(insert(line(width), "numbers.vector", "scores.x", "linear"), "linear.y", "scores.x", "relu")


def insert(document: Document, source: str, target: str, block: str, **params: object) -> Document:
    """Put a block that takes x and gives y between two ports; its id is its block's name."""
    document = add(disconnect(document, source, target), block, block, **params)
    return connect(connect(document, source, f"{block}.x"), f"{block}.y", target)


def chain(
    *blocks: tuple[str, dict[str, object]], source: str = "image_input", port: str = "image"
) -> Document:
    """An input and blocks behind one another; ids are the blocks' names."""
    network = add(Document(title="A chain"), source, "start", **blocks[0][1])
    last = f"start.{port}"
    for block, params in blocks[1:]:
        network = connect(add(network, block, block, **params), last, f"{block}.x")
        last = f"{block}.y"
    return network


def text(pooling: str) -> Document:
    network = add(Document(title="Text"), "text_input", "words")
    network = add(network, "embedding", "table", num_embeddings=30522, embedding_dim=32)
    network = connect(network, "words.ids", "table.x")
    network = connect(add(network, pooling, "pool"), "table.y", "pool.x")
    network = connect(add(network, "linear", "scores", out_features=3), "pool.y", "scores.x")
    return connect(add(network, "class_output", "kind"), "scores.y", "kind.x")


def attended() -> Document:
    network = bypass(text("token_mean"), "pool")
    network = connect(disconnect(network, "table.y", "scores.x"), "table.y", "scores.x")
    network = insert(network, "table.y", "scores.x", "self_attention", width=16)
    network = insert(network, "self_attention.y", "scores.x", "masked_mean")
    return connect(network, "words.mask", "masked_mean.mask")


def one_token() -> Document:
    network = two_heads()
    network = insert(network, "backbone.features", "first_hidden.x", "unsqueeze", dim=1)
    network = insert(network, "unsqueeze.y", "first_hidden.x", "self_attention", width=64)
    return insert(network, "self_attention.y", "first_hidden.x", "token_mean")


def side_by_side(scaled: bool) -> Document:
    network = add(two_heads(), "vector_input", "measured", width=10)
    network = insert(network, "backbone.features", "first_hidden.x", "concat")
    network = network.model_copy(
        update={
            "edges": tuple(
                edge.model_copy(update={"input": "xs"}) if edge.target == "concat" else edge
                for edge in network.edges
            )
        }
    )
    network = connect(network, "measured.vector", "concat.xs")
    return insert(network, "concat.y", "first_hidden.x", "batch_norm1d") if scaled else network


def stretched() -> Document:
    network = add(hidden(), "linear", "narrow", out_features=1)
    network = add(connect(network, "numbers.vector", "narrow.x"), "add", "sum")
    network = disconnect(network, "relu.y", "scores.x")
    network = connect(connect(network, "relu.y", "sum.xs"), "narrow.y", "sum.xs")
    return connect(network, "sum.y", "scores.x")


def second_stage() -> Document:
    network = connect(add(line(), "softmax", "shares"), "scores.y", "shares.x")
    network = connect(add(network, "linear", "again", out_features=3), "shares.y", "again.x")
    return connect(add(network, "class_output", "second"), "again.y", "second.x")


def flattened(size: int = 224) -> Document:
    network = chain(
        ("", {"size": size}), ("conv2d", {"padding": [1]}), ("flatten", {}), ("linear", {"out_features": 16})
    )
    return connect(add(network, "class_output", "kind"), "linear.y", "kind.x")


def edited(do: str, path: str, block: str, **params: object) -> Document:
    network = two_heads()
    node = network.node("backbone")
    edit = Edit.model_validate({"do": do, "path": path, "block": block, "params": params}, strict=False)
    return network.replace_node(node.model_copy(update={"edits": (edit,)}))


CASES: dict[str, tuple[Callable[[], Document], list[tuple[str, str]], bool]] = {
    "sound": (hidden, [], True),
    "sound text": (lambda: connect(text("masked_mean"), "words.mask", "pool.mask"), [], True),
    "sound heads": (two_heads, [], True),
    "softmax before cross-entropy": (
        lambda: insert(line(), "scores.y", "kind.x", "softmax"),
        [("softmax_loss", "softmax")],
        True,
    ),
    "sigmoid before bce": (
        lambda: set_param(insert(line(), "scores.y", "kind.x", "sigmoid"), "kind", "loss", "bce"),
        [("softmax_loss", "sigmoid")],
        True,
    ),
    "a softmax that is only shown": (
        lambda: set_param(insert(line(), "scores.y", "kind.x", "softmax"), "kind", "loss", "none"),
        [("head_without_loss", "kind")],
        False,
    ),
    "dropout on the logits": (
        lambda: insert(line(), "scores.y", "kind.x", "dropout"),
        [("logits_dropped", "dropout")],
        True,
    ),
    "a dropout of nothing": (lambda: insert(line(), "scores.y", "kind.x", "dropout", p=0.0), [], True),
    "relu on the logits": (
        lambda: insert(line(), "scores.y", "kind.x", "relu"),
        [("logits_clipped", "relu")],
        True,
    ),
    "logits named probabilities": (
        lambda: repair(line(), [{"do": "rename", "node": "kind", "id": "class_probs"}]),
        [("logits_named", "class_probs")],
        True,
    ),
    "mean over padding": (lambda: text("token_mean"), [("padding_counted", "pool")], True),
    "mask not connected": (attended, [("mask_missing", "self_attention")], True),
    "attention over one token": (one_token, [("single_token", "self_attention")], True),
    "a batch of one": (
        lambda: set_training(insert(line(), "numbers.vector", "scores.x", "batch_norm1d"), "batch", 1),
        [("norm_one_sample", "batch_norm1d")],
        True,
    ),
    "groups of one": (
        lambda: insert(line(), "numbers.vector", "scores.x", "group_norm", num_groups=13),
        [("norm_one_value", "group_norm")],
        True,
    ),
    "a node that is never called": (
        lambda: connect(add(hidden(), "dropout", "loose"), "relu.y", "loose.x"),
        [("unused_node", "loose")],
        True,
    ),
    "a head without a loss": (
        lambda: set_param(two_heads(), "second", "loss", "none"),
        [("head_without_loss", "second")],
        True,
    ),
    "all frozen": (
        lambda: freeze(line(), "scores"),
        [("nothing_trainable", "scores")],
        True,
    ),
    "frozen statistics that move": (
        lambda: freeze(two_heads(), "backbone", matching=["*.conv*"]),
        [("statistics_move", "backbone")],
        True,
    ),
    "normalisation frozen along": (
        lambda: freeze(two_heads(), "backbone", matching=["layer1.*"]),
        [],
        True,
    ),
    "a huge flatten": (flattened, [("huge_flatten", "linear")], True),
    "a small flatten": (lambda: flattened(32), [], True),
    "two activations": (
        lambda: insert(hidden(), "relu.y", "scores.x", "gelu"),
        [("two_activations", "gelu")],
        True,
    ),
    "too few scores for the classes": (
        lambda: set_training(line(), "data", "letters"),
        [("class_count", "kind")],
        True,
    ),
    "a target that is not in the data": (
        lambda: set_param(set_training(line(), "data", "wine"), "kind", "target", "growers"),
        [("data_column", "kind")],
        True,
    ),
    "unscaled fusion": (lambda: side_by_side(False), [("unscaled_fusion", "concat")], True),
    "scaled fusion": (lambda: side_by_side(True), [], True),
    "one number for all features": (stretched, [("stretched", "sum")], True),
    "shares of one's own training rows": (second_stage, [("in_sample", "shares")], True),
    "an edit that resizes": (
        lambda: edited("replace", "layer4.0", "residual_block", out_channels=512),
        [("edit_resized", "backbone")],
        True,
    ),
}


@pytest.mark.parametrize(("make", "expected", "mendable"), CASES.values(), ids=CASES.keys())
def test_what_the_lint_says(
    make: Callable[[], Document], expected: list[tuple[str, str]], mendable: bool
) -> None:
    planned = plan(make(), cache=CACHE)
    assert planned.sound, planned.problems
    told = with_fixes(planned, CACHE)
    assert [(problem.code, problem.node) for problem in told.problems] == expected
    for problem in told.problems:
        assert problem.severity == "warning"
        assert problem.said
        assert problem.next
        assert bool(problem.fixes) == mendable
        for fix in problem.fixes:
            after = plan(repair(planned.document, fix.changes), cache=CACHE)
            assert after.sound
            assert len(lint(after)) < len(told.problems)


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.id)
def test_nothing_is_said_of_a_sound_example(example: object) -> None:
    planned = plan(load(example.path), cache=CACHE)  # type: ignore[attr-defined]
    assert [problem for problem in lint(planned) if problem.severity != "note"] == []


def test_every_rule_is_found_and_says_what_it_looks_for() -> None:
    assert len(known()) >= 15
    assert all(rule.__doc__ for rule in known())


@pytest.mark.parametrize("name", [name for name, source in SOURCES.items() if source.classes])
def test_the_classes_that_a_source_states_are_those_of_its_data(name: str) -> None:
    data = load_data(name)
    stated = SOURCES[name].classes
    labels = {key: len(column.classes) for key, column in data.columns.items() if column.kind == "label"}
    assert labels == stated
    assert next(iter(stated)) == data.label


def test_a_fix_that_takes_a_node_out_says_what_leaves_behind_it_and_not_elsewhere() -> None:
    network = add(Document(title="Two outputs"), "vector_input", "numbers", width=8)
    for name, width in (("first", 5), ("second", 10)):
        network = add(network, "linear", f"{name}_scores", out_features=width)
        network = add(connect(network, "numbers.vector", f"{name}_scores.x"), "class_output", name)
        network = connect(network, f"{name}_scores.y", f"{name}.x")
    network = insert(network, "second_scores.y", "second.x", "dropout")
    (problem,) = with_fixes(plan(network), CACHE).problems
    assert {fix.leads_to for fix in problem.fixes} == {"B × 10"}
