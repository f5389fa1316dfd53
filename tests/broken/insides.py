"""Taps, freezing and edits inside a backbone."""

from collections.abc import Iterator

from builder import connect, disconnect, freeze
from tests.broken.changes import Case, edited, of
from tests.broken.form import graph
from tests.broken.sound import backbone, encoder, mapped, places, table


def cases() -> Iterator[tuple[str, Case]]:
    yield (
        "wired tap of no path",
        (
            lambda: connect(
                disconnect(of(mapped, "net", taps=["layer5"])(), "net.map", "conv.x"), "net.layer5", "conv.x"
            ),
            "net",
            "unknown_path",
        ),
    )
    yield "tap of a layer", (of(table, "hidden", taps=["weight"]), "hidden", "tap")
    yield "freezing of an input", (of(table, "numbers", freeze={"what": "all"}), "numbers", "freeze")
    yield "freezing of an output", (of(table, "kind", freeze={"what": "all"}), "kind", "freeze")
    yield "freezing up to no path", (lambda: freeze(backbone(), "net", up_to="layer9"), "net", "unknown_path")
    yield (
        "freezing of no pattern",
        (lambda: freeze(backbone(), "net", matching=["block*"]), "net", "unknown_path"),
    )
    yield "edit of no path", (edited("insert_after", "layer7.0", "squeeze_excitation"), "net", "unknown_path")
    yield (
        "edit of no block",
        (edited("insert_after", "layer2.0", "squeeze_excitatoin"), "net", "unknown_block"),
    )
    yield "edit without a block", (edited("insert_after", "layer2.0"), "net", "edit_block")
    yield "edit with two inputs", (edited("insert_after", "layer2.0", "subtract"), "net", "edit_block")
    yield (
        "edit with a wrong parameter",
        (edited("insert_after", "layer2.0", "squeeze_excitation", reductoin=4), "net", "parameter"),
    )
    yield (
        "edit out of range",
        (edited("insert_after", "layer2.0", "squeeze_excitation", reduction=0), "net", "parameter"),
    )
    yield (
        "edit of another width",
        (edited("replace", "layer4.0.bn2", "batch_norm2d", num_features=1024), "net", "channels"),
    )
    yield (
        "edit that changes the width",
        (edited("replace", "layer3.0", "residual_block", out_channels=64, stride=2), "net", "edit_shape"),
    )
    yield (
        "edit of one convolution",
        (edited("replace", "layer2.0.conv2", "conv2d", out_channels=64, padding=[1]), "net", "edit_shape"),
    )
    yield "edit that takes the rank", (edited("insert_after", "layer3.1", "flatten"), "net", "edit_shape")
    yield "edit with a vector's norm", (edited("insert_after", "layer2.1", "batch_norm1d"), "net", "rank")
    yield "wrap of a row", (edited("wrap", "layer2", "conv2d", kernel_size=[1]), "net", "edit_row")
    yield "removed convolution", (edited("remove", "layer2.0.conv1"), "net", "edit_shape")
    yield (
        "edits of a layer",
        (
            of(table, "hidden", edits=[{"do": "remove", "path": "weight"}]),
            "hidden",
            "unknown_path",
        ),
    )
    yield (
        "edits of a mere function",
        (
            of(places, "mean", edits=[{"do": "remove", "path": "weight"}]),
            "mean",
            "edit_inside",
        ),
    )
    yield (
        "a tap on a mere list of layers",
        (
            lambda: connect(
                disconnect(of(encoder, "reader", taps=["encoder.layer"])(), "reader.tokens", "mean.x"),
                "reader.encoder.layer",
                "mean.x",
            ),
            "reader",
            "tap_not_run",
        ),
    )
    yield "a recurrent layer among maps", (edited("insert_after", "layer2.0", "lstm"), "net", "rank")
    yield (
        "a low rank beside a row of layers",
        (edited("wrap", "layer2.0", "lora", rank=4), "net", "lora_layer"),
    )
    yield (
        "a pooled text of distilbert",
        (
            lambda: graph(
                {
                    "words": "text_input",
                    "reader": ("transformers_encoder", {"architecture": "distilbert", "layers": 2}),
                    "scores": ("linear", {"out_features": 3}),
                    "mood": "class_output",
                },
                "words.ids > reader.ids; words.mask > reader.mask; reader.pooled > scores.x; scores.y > mood.x",
            ),
            "reader",
            "no_pooled",
        ),
    )
