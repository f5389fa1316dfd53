"""What runs and is wrong."""

from collections.abc import Iterator

from builder import disconnect, freeze, set_param
from builder.documents.editing import set_training
from tests.broken.changes import Case, between, edited, more, moved, of, put, without
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
    yield (
        "attention over one token",
        (
            more(
                moved(backbone, "net.features > hidden.x"),
                "net.features > row.x; row.y > look.x; look.y > mean.x; mean.y > hidden.x",
                row=("unsqueeze", {"dim": 1}),
                look=("self_attention", {"width": 64}),
                mean="token_mean",
            ),
            "look",
            "single_token",
        ),
    )
    yield (
        "a head that no loss reaches",
        (
            more(
                table,
                "bend.y > other.x; other.y > second.x",
                other=("linear", {"out_features": 4}),
                second=("class_output", {"loss": "none", "target": "other"}),
            ),
            "second",
            "head_without_loss",
        ),
    )
    yield (
        "one number for all features",
        (
            more(
                moved(table, "bend.y > scores.x"),
                "bend.y > one.x; bend.y > sum.xs; one.y > sum.xs; sum.y > scores.x",
                one=("linear", {"out_features": 1}),
                sum="add",
            ),
            "sum",
            "stretched",
        ),
    )
    yield (
        "a map of a large network laid out",
        (
            more(
                lambda: set_param(
                    put(
                        put(moved(backbone, "net.features > hidden.x"), "image", size=224),
                        "hidden",
                        out_features=256,
                    )(),
                    "net",
                    "model",
                    "resnet50",
                ),
                "net.map > flat.x; flat.y > hidden.x",
                flat="flatten",
            ),
            "hidden",
            "huge_flatten",
        ),
    )
    yield (
        "a column that the data lack",
        (
            lambda: set_training(
                put(put(table, "kind", target="colour"), "scores", out_features=10)(), "data", "digits"
            ),
            "kind",
            "data_column",
        ),
    )
    yield (
        "a stage that no longer halves",
        (edited("replace", "layer4.0", "residual_block", out_channels=512), "net", "edit_resized"),
    )
    yield (
        "a reader trained on other tokens",
        (
            lambda: set_param(
                set_param(encoder(), "words", "tokenizer", "some/other"), "words", "revision", "0" * 40
            ),
            "words",
            "other_tokenizer",
        ),
    )
    yield (
        "probabilities of its own rows",
        (
            more(
                moved(table, "scores.y > kind.x"),
                "scores.y > shares.x; shares.y > again.x; again.y > kind.x; scores.y > first.x",
                shares="softmax",
                again=("linear", {"out_features": 3}),
                first="class_output",
            ),
            "shares",
            "in_sample",
        ),
    )
