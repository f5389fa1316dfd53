"""What runs and is wrong."""

from collections.abc import Iterator

from builder import disconnect, freeze
from builder.documents.editing import set_training
from tests.broken.changes import Case, between, more, moved, of, without
from tests.broken.sound import backbone, club, encoder, fusion, pictures, table, text


def cases() -> Iterator[tuple[str, Case]]:
    yield "softmax before the loss", (between(table, "scores.y > kind.x", "softmax"), "new", "softmax_loss")
    yield (
        "sigmoid before the loss",
        (between(pictures, "scores.y > digit.x", "sigmoid"), "new", "softmax_loss"),
    )
    yield (
        "dropout on the scores",
        (between(backbone, "scores.y > digit.x", "dropout"), "new", "logits_dropped"),
    )
    yield "relu on the scores", (between(backbone, "scores.y > digit.x", "relu"), "new", "logits_clipped")
    yield (
        "a mean of all tokens",
        (
            lambda: disconnect(of(encoder, "mean", block="token_mean")(), "words.mask", "mean.mask"),
            "mean",
            "padding_counted",
        ),
    )
    yield "attention without its mask", (moved(text, "words.mask > look.mask"), "look", "mask_missing")
    yield "encoder without its mask", (moved(encoder, "words.mask > reader.mask"), "reader", "mask_missing")
    yield "activation twice", (between(table, "bend.y > scores.x", "gelu"), "new", "two_activations")
    yield "all frozen", (lambda: freeze(freeze(table(), "hidden"), "scores"), "scores", "nothing_trainable")
    yield (
        "an idle branch",
        (
            more(table, "bend.y > idle.x", idle=("linear", {"out_features": 8})),
            "idle",
            "unused_node",
        ),
    )
    yield "an unscaled input", (without(fusion, "norm"), "join", "unscaled_fusion")
    yield (
        "statistics that move",
        (lambda: freeze(backbone(), "net", matching=["*.conv*"]), "net", "statistics_move"),
    )
    yield (
        "a batch of one",
        (
            lambda: set_training(between(table, "hidden.y > bend.x", "batch_norm1d")(), "batch", 1),
            "new",
            "norm_one_sample",
        ),
    )
    yield (
        "a group of one",
        (between(table, "hidden.y > bend.x", "group_norm", num_groups=64), "new", "norm_one_value"),
    )
    yield "scores named probabilities", (of(table, "kind", label="Probabilities"), "kind", "logits_named")
    yield (
        "three places for ten digits",
        (lambda: set_training(table(), "data", "digits"), "kind", "class_count"),
    )
    yield (
        "edges of another graph",
        (
            more(
                moved(club, "club.edges > mix.edges"),
                "other.edges > mix.edges",
                other=("graph_input", {"features": 5, "column": "other"}),
            ),
            "mix",
            "edges_elsewhere",
        ),
    )
