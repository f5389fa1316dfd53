"""Systems built on a backbone, with the shapes and parameters that they must have to the last one."""

import pytest

from builder import Document, add, connect, freeze, plan

Step = tuple[str, str, dict[str, object], tuple[str, ...]]
"""A node: its id, its block, its parameters, and the outputs that lead to its inputs, in order."""

IMAGE: Step = ("image", "image_input", {}, ())


def backbone(model: str) -> Step:
    return ("backbone", "torchvision", {"model": model}, ("image.image",))


def mlp(source: str, hidden: int, classes: int, name: str = "kind") -> tuple[Step, ...]:
    """Linear -> ReLU -> linear -> classes."""
    return (
        (f"{name}_hidden", "linear", {"out_features": hidden}, (source,)),
        (f"{name}_relu", "relu", {}, (f"{name}_hidden.y",)),
        (f"{name}_scores", "linear", {"out_features": classes}, (f"{name}_relu.y",)),
        (name, "class_output", {}, (f"{name}_scores.y",)),
    )


def sentiment(block: str, **params: object) -> tuple[Step, ...]:
    return (
        ("text", "text_input", {}, ()),
        ("backbone", block, params, ("text.ids", "text.mask")),
        ("cls", "cls_token", {}, ("backbone.tokens",)),
        *mlp("cls.y", 256, 3),
    )


SYSTEMS: dict[str, tuple[tuple[Step, ...], int, int, dict[str, str]]] = {
    "S01 fusion": (
        (
            IMAGE,
            backbone("resnet18"),
            ("numbers", "vector_input", {"width": 10}, ()),
            ("join", "concat", {}, ("backbone.features", "numbers.vector")),
            *mlp("join.y", 256, 10),
        ),
        11_312_970,
        136_458,
        {"backbone.features": "B × 512", "join.y": "B × 522", "kind_scores.y": "B × 10"},
    ),
    "S02 self-attention": (
        (
            IMAGE,
            backbone("resnet18"),
            ("positions", "map_to_tokens", {}, ("backbone.map",)),
            ("attention", "self_attention", {"width": 256}, ("positions.y",)),
            ("mean", "token_mean", {}, ("attention.y",)),
            ("scores", "linear", {"out_features": 5}, ("mean.y",)),
            ("kind", "class_output", {}, ("scores.y",)),
        ),
        11_176_512 + 395_269,
        395_269,
        {"positions.y": "B × 49 × 512", "attention.y": "B × 49 × 256", "scores.y": "B × 5"},
    ),
    "S04 one convolution": (
        (
            IMAGE,
            backbone("resnet50"),
            ("scores", "conv2d", {"out_channels": 10, "kernel_size": 1}, ("backbone.map",)),
            ("pool", "global_average_pool", {}, ("scores.y",)),
            ("kind", "class_output", {}, ("pool.y",)),
        ),
        23_528_522,
        20_490,
        {"backbone.map": "B × 2048 × 7 × 7", "scores.y": "B × 10 × 7 × 7", "pool.y": "B × 10"},
    ),
    "S12 two heads": (
        (
            IMAGE,
            backbone("resnet50"),
            *mlp("backbone.features", 256, 5, "first"),
            *mlp("backbone.features", 256, 10, "second"),
        ),
        24_560_975,
        1_052_943,
        {"first_scores.y": "B × 5", "second_scores.y": "B × 10"},
    ),
    "S16 BERT": (
        sentiment("transformers_encoder"),
        109_679_875,
        197_635,
        {"backbone.tokens": "B × T × 768", "cls.y": "B × 768", "kind_scores.y": "B × 3"},
    ),
    "S16 MiniLM": (
        sentiment("minilm"),
        22_812_547,
        99_331,
        {"backbone.tokens": "B × T × 384", "cls.y": "B × 384", "kind_scores.y": "B × 3"},
    ),
}


def built(steps: tuple[Step, ...]) -> Document:
    from builder.registry import default_registry

    document = Document()
    for name, block_id, params, sources in steps:
        document = add(document, block_id, name, **params)
        inputs = default_registry().get(block_id).inputs
        many = next(iter(inputs.values())).many if inputs else False
        ports = [*inputs][:1] * len(sources) if many else list(inputs)[: len(sources)]
        for source, port in zip(sources, ports, strict=True):
            document = connect(document, source, f"{name}.{port}")
    return freeze(document, "backbone")


@pytest.mark.parametrize(("steps", "parameters", "trainable", "texts"), SYSTEMS.values(), ids=SYSTEMS)
def test_shapes_and_parameters(
    steps: tuple[Step, ...], parameters: int, trainable: int, texts: dict[str, str]
) -> None:
    planned = plan(built(steps))
    assert planned.problems == ()
    found = {f"{node}.{port}": spec.text for (node, port), spec in planned.specs.items()}
    assert {port: found[port] for port in texts} == texts
    assert (planned.size.parameters, planned.size.trainable) == (parameters, trainable)


def test_a_pooled_vector_cannot_attend_to_itself() -> None:
    """S02 as it was first written: attention over the samples of a batch."""
    steps = (
        ("numbers", "vector_input", {"width": 512}, ()),
        ("backbone", "self_attention", {}, ("numbers.vector",)),
        ("mean", "token_mean", {}, ("backbone.y",)),
        ("value", "value_output", {}, ("mean.y",)),
    )
    (problem,) = plan(built(steps)).problems
    assert (problem.code, problem.node, problem.port) == ("needs_tokens", "backbone", "x")
    assert problem.got == "B × 512"
