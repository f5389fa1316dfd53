"""What the canvas asks about examples: the list, one document, and how large and how frozen it is."""

from functools import partial
from pathlib import Path
from typing import Any

from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.functions.sent import text
from builder.ui.server.envelope import Answer, Sent, answered

SHOWN = ("id", "title", "system", "sentence")


def gallery_functions(bench: Bench) -> list[Answer]:
    """The functions over one bench; its memory of plans makes the second visit cheap."""
    return [
        answered("examples", listed),
        answered("example", example),
        answered("figures", partial(figures, bench)),
    ]


def listed(_: Sent) -> Any:
    """What stands on each example's card."""
    from builder.documents.examples import examples

    rows = (found.to_json() for found in examples())
    return [{key: row.get(key) for key in SHOWN} for row in rows]


def example(sent: Sent) -> Any:
    """An example's document."""
    from builder.documents.reading import dumps, load

    return {"document": dumps(load(_path(sent)))}


def figures(bench: Bench, sent: Sent) -> Any:
    """An example's parameters, and how many of them are trained."""
    return bench.plan(_path(sent).read_text(encoding="utf-8")).size.to_json()


def _path(sent: Sent) -> Path:
    from builder.documents.examples import example_path

    name = text(sent, "id")
    path = example_path(name)
    if path is None:
        raise refuse(
            "unknown_example", f"There is no example {name[:80]!r}.", next="Choose one from the gallery."
        )
    return path
