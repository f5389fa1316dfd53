"""Where inputs meet."""

from collections.abc import Iterator

from tests.broken.changes import Case, more, moved, put
from tests.broken.sound import fusion, places, residual, table, text


def cases() -> Iterator[tuple[str, Case]]:
    yield "residual of two widths", (put(residual, "second", out_channels=32), "sum", "add")
    yield "residual of two sizes", (put(residual, "second", stride=[2]), "sum", "add")
    yield "residual without padding", (put(residual, "second", padding=[0]), "sum", "add")
    yield (
        "concat of a map and a vector",
        (moved(fusion, "net.features > join.xs", "net.map > join.xs"), "join", "concat"),
    )
    yield (
        "concat of two sizes",
        (
            more(
                moved(moved(residual, "second.y > sum.xs", "second.y > halve.x"), "bend.y > pool.x"),
                "halve.y > join.xs; bend.y > join.xs; join.y > pool.x",
                halve=("max_pool2d", {"kernel_size": [2]}),
                join="concat",
            ),
            "join",
            "concat",
        ),
    )
    yield (
        "concat of tokens of two widths",
        (
            more(
                moved(places, "look.y > mean.x"),
                "tokens.y > join.xs; look.y > join.xs; join.y > mean.x",
                join=("concat", {"dim": 1}),
            ),
            "join",
            "concat",
        ),
    )
    yield (
        "broadcast that nobody asked for",
        (
            more(
                moved(table, "bend.y > scores.x"),
                "bend.y > tall.x; tall.y > sum.xs; bend.y > wide.x; wide.y > sum.xs; sum.y > scores.x",
                tall=("unsqueeze", {"dim": 1}),
                wide=("unsqueeze", {"dim": 2}),
                sum="add",
            ),
            "sum",
            "broadcast",
        ),
    )
    yield (
        "gate of another width",
        (
            more(
                moved(table, "bend.y > scores.x"),
                "bend.y > gate.x; bend.y > both.a; gate.y > both.b; both.y > scores.x",
                gate=("linear", {"out_features": 7}),
                both="multiply",
            ),
            "both",
            "add",
        ),
    )
    yield (
        "stack of two widths",
        (
            more(
                moved(table, "bend.y > scores.x"),
                "bend.y > narrow.x; bend.y > pile.xs; narrow.y > pile.xs; pile.y > mean.x; mean.y > scores.x",
                narrow=("linear", {"out_features": 7}),
                pile="stack",
                mean="token_mean",
            ),
            "pile",
            "stack",
        ),
    )
    yield (
        "matrices that do not meet",
        (
            more(
                moved(places, "look.y > mean.x"),
                "tokens.y > product.a; look.y > product.b; product.y > mean.x",
                product="matrix_product",
            ),
            "product",
            "matrix",
        ),
    )
    yield (
        "ids beside numbers",
        (
            more(text, "words.ids > join.xs; mean.y > join.xs", join="concat"),
            "join",
            "wire_kind",
        ),
    )
    yield (
        "similarity of two widths",
        (
            more(
                table,
                "hidden.y > near.a; numbers.vector > near.b; near.y > alike.x",
                near="cosine_similarity",
                alike=("value_output", {"loss": "none"}),
            ),
            "near",
            "add",
        ),
    )
