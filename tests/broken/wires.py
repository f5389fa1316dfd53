"""Kinds of wires, masks, and wires that are missing or too many."""

from collections.abc import Iterator
from functools import partial

from tests.broken.changes import Case, also, more, moved
from tests.broken.sound import backbone, club, encoder, fusion, mapped, places, residual, table, text


def cases() -> Iterator[tuple[str, Case]]:
    yield (
        "ids into a linear layer",
        (moved(text, "table.y > look.x", "words.ids > look.x"), "look", "wire_kind"),
    )
    yield (
        "numbers into an embedding",
        (
            more(
                moved(table, "numbers.vector > hidden.x"),
                "numbers.vector > look.x; look.y > hidden.x",
                look="embedding",
            ),
            "look",
            "wire_kind",
        ),
    )
    yield (
        "features as edges",
        (moved(club, "club.edges > mix.edges", "club.nodes > mix.edges"), "mix", "wire_kind"),
    )
    yield (
        "mask as tokens",
        (moved(encoder, "reader.tokens > mean.x", "words.mask > mean.x"), "mean", "wire_kind"),
    )
    yield (
        "tokens as mask",
        (moved(encoder, "words.mask > mean.mask", "reader.tokens > mean.mask"), "mean", "wire_kind"),
    )
    yield "ids as mask", (moved(text, "words.mask > look.mask", "words.ids > look.mask"), "look", "wire_kind")
    yield (
        "condition as scores",
        (
            more(moved(table, "scores.y > kind.x"), "which.condition > kind.x", which="condition_input"),
            "kind",
            "wire_kind",
        ),
    )
    yield "a mask that is missing", (moved(encoder, "words.mask > mean.mask"), "mean", "unconnected")
    yield (
        "mask of other tokens",
        (
            more(
                moved(encoder, "reader.tokens > mean.x"),
                "reader.tokens > part.x; part.y > mean.x",
                part=("slice", {"dim": 1, "start": 0, "length": 4}),
            ),
            "mean",
            "mask_form",
        ),
    )
    yield (
        "a mask read backwards",
        (
            more(
                moved(text, "mean.y > scores.x"),
                "look.y > read.x; words.mask > read.mask; read.last > scores.x",
                read=("lstm", {"bidirectional": True}),
            ),
            "read",
            "mask_direction",
        ),
    )
    for name, make, wire, node in (
        ("hidden", table, "numbers.vector > hidden.x", "hidden"),
        ("conv", mapped, "net.map > conv.x", "conv"),
        ("output", table, "scores.y > kind.x", "kind"),
        ("backbone", backbone, "image.image > net.image", "net"),
        ("edges", club, "club.edges > mix.edges", "mix"),
        ("mean", places, "look.y > mean.x", "mean"),
    ):
        yield f"nothing arrives at {name}", (moved(make, wire), node, "unconnected")
    for name, make, wire, node in (
        ("scores", table, "numbers.vector > scores.x", "scores"),
        ("conv", mapped, "image.image > conv.x", "conv"),
        ("output", fusion, "net.features > digit.x", "digit"),
    ):
        yield f"two wires at {name}", (partial(also, make, wire), node, "two_wires")
    yield (
        "a circle",
        (
            more(
                moved(table, "hidden.y > bend.x"),
                "hidden.y > one.xs; one.y > two.x; two.y > one.xs; one.y > bend.x",
                one="add",
                two="dropout",
            ),
            "one",
            "cycle",
        ),
    )
    yield (
        "a circle of two",
        (more(table, "one.y > two.x; two.y > one.x", one="relu", two="relu"), "one", "cycle"),
    )
    yield (
        "a circle through a sum",
        (
            more(
                moved(residual, "sum.y > bend.x", "sum.y > back.x"),
                "back.y > sum.xs; sum.y > bend.x",
                back=("conv2d", {"out_channels": 16, "padding": [1]}),
            ),
            "sum",
            "cycle",
        ),
    )
    yield "a node that feeds itself", (partial(also, residual, "sum.y > sum.xs"), "sum", "cycle")
    yield "a wire to nowhere", (partial(also, table, "scores.y > kinds.x"), None, "missing_node")
    yield (
        "a wire from nowhere",
        (moved(table, "hidden.y > bend.x", "hiden.y > bend.x"), "bend", "missing_node"),
    )
    yield (
        "an output that does not exist",
        (moved(backbone, "net.features > hidden.x", "net.feature > hidden.x"), "net", "unknown_port"),
    )
    yield (
        "an input that does not exist",
        (moved(club, "club.edges > mix.edges", "club.edges > mix.edge"), "mix", "unknown_port"),
    )
    yield (
        "a tap that was removed",
        (moved(mapped, "net.map > conv.x", "net.layer4 > conv.x"), "net", "unknown_port"),
    )
