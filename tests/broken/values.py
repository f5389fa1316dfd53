"""Whole numbers against real ones, ids against their tables, and the form of edges and masks."""

from collections.abc import Callable, Iterator

from builder import Document
from tests.broken.changes import Case, between, more, moved, of, put
from tests.broken.form import graph
from tests.broken.sound import club, encoder, pictures, text


def cases() -> Iterator[tuple[str, Case]]:
    yield "an embedding of too few words", (put(text, "table", num_embeddings=1000), "table", "range")
    yield "an embedding with its default", (of(text, "table", params={}), "table", "range")
    yield (
        "ids into a layer norm",
        (
            more(moved(text, "table.y > look.x"), "words.ids > norm.x; norm.y > look.x", norm="layer_norm"),
            "norm",
            "wire_kind",
        ),
    )
    yield (
        "edges turned around",
        (
            more(
                moved(club, "club.edges > mix.edges"),
                "club.edges > turn.x; turn.y > mix.edges",
                turn=("permute", {"dims": [1, 0]}),
            ),
            "turn",
            "wire_kind",
        ),
    )
    yield "nodes as a graph index", (_molecules("g.nodes"), "pool", "wire_kind")
    yield "index of other graphs", (_molecules("other.index"), "pool", "edges_elsewhere")
    yield (
        "tokens flattened into a linear layer",
        (
            more(
                moved(encoder, "mean.y > scores.x"),
                "reader.tokens > flat.x; flat.y > scores.x",
                flat="flatten",
            ),
            "scores",
            "symbolic_size",
        ),
    )
    yield (
        "mask of another text",
        (
            more(moved(text, "words.mask > look.mask"), "other.mask > look.mask", other="text_input"),
            "look",
            "mask",
        ),
    )
    yield (
        "columns of a smaller map",
        (
            more(
                moved(pictures, "bend.y > halve.x"),
                "bend.y > rows.x; rows.y > back.x; back.y > halve.x",
                rows=("unfold", {"kernel_size": [3]}),
                back=("fold", {"output_size": [16]}),
            ),
            "back",
            "fold",
        ),
    )
    yield (
        "corners of the nearest value",
        (
            between(pictures, "bend.y > halve.x", "upsample", mode="nearest", align_corners=True),
            "new",
            "resize",
        ),
    )
    yield (
        "heads of a stack of graph layers",
        (
            lambda: graph(
                {
                    "club": ("graph_input", {"features": 6}),
                    "mix": ("gat_stack", {"out_features": 4, "hidden": 7, "heads": 3}),
                    "group": "class_output",
                },
                "club.nodes > mix.nodes; club.edges > mix.edges; mix.nodes > group.x",
            ),
            "mix",
            "heads",
        ),
    )


def _molecules(index: str) -> Callable[[], Document]:
    return lambda: graph(
        {
            "g": "graph_batch_input",
            "other": ("graph_batch_input", {"column": "others"}),
            "mix": ("gcn_conv", {"out_features": 8}),
            "pool": "global_mean_pool",
            "scores": ("linear", {"out_features": 2}),
            "kind": "class_output",
        },
        f"g.nodes > mix.nodes; g.edges > mix.edges; mix.nodes > pool.nodes; {index} > pool.index;"
        "pool.y > scores.x; scores.y > kind.x",
    )
