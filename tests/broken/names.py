"""Blocks, parameters and ids."""

from collections.abc import Iterator

from builder import Document, remove
from tests.broken.changes import Case, more, of, put
from tests.broken.sound import backbone, club, decoder, pictures, steps, table, text


def cases() -> Iterator[tuple[str, Case]]:
    for make, node, wrong in (
        (table, "hidden", "linaer"),
        (pictures, "first", "conv2"),
        (pictures, "halve", "maxpool2d"),
        (club, "mix", "gcnconv"),
        (text, "mean", "mean_masked"),
    ):
        yield f"no block {wrong}", (of(make, node, block=wrong), node, "unknown_block")
    for make, node, name, value in (
        (table, "hidden", "out_feature", 64),
        (pictures, "first", "kernel", [3]),
        (pictures, "first", "out_chanels", 16),
        (steps, "read", "hidden", 24),
        (text, "look", "heads", 4),
        (backbone, "net", "pretrained", True),
        (decoder, "up", "strides", [2]),
    ):
        yield f"no parameter {node}.{name}", (put(make, node, **{name: value}), node, "unknown_parameter")
    for make, node, name, value in (
        (table, "hidden", "out_features", 0),
        (table, "hidden", "out_features", -4),
        (table, "hidden", "out_features", "64"),
        (table, "hidden", "out_features", 70000),
        (pictures, "first", "kernel_size", [3, 3, 3]),
        (pictures, "first", "padding", [-1]),
        (pictures, "first", "bias", 1),
        (pictures, "first", "padding_mode", "zero"),
        (pictures, "halve", "kernel_size", "2"),
        (backbone, "net", "model", "resnet_18"),
        (backbone, "image", "size", 1),
        (steps, "read", "num_layers", 1.5),
        (text, "look", "dropout", 2.0),
        (table, "kind", "loss", "crossentropy"),
        (table, "kind", "target", 5),
        (backbone, "net", "weights", "imagenet"),
    ):
        yield f"{node}.{name} = {value!r}", (put(make, node, **{name: value}), node, "parameter")
    yield "two nodes with one id", (_twice, "bend", "duplicate_id")
    yield "no output", (lambda: remove(table(), "kind"), None, "no_output")
    yield "no node", (Document, None, "no_output")
    yield "one class", (put(table, "scores", out_features=1), "kind", "one_class")
    yield (
        "one case",
        (
            more(table, "", which=("condition_input", {"names": "only"})),
            "which",
            "condition_names",
        ),
    )


def _twice() -> Document:
    document = table()
    return document.model_copy(update={"nodes": (*document.nodes, document.node("bend"))})
