"""What the gallery asks about each example beside its document: how large it is, and how much of it is frozen."""

from collections.abc import Mapping
from typing import Any

from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.server import Answer, answered


def gallery_functions(bench: Bench) -> list[Answer]:
    """The functions over one bench; its memory of plans makes the second visit cheap."""

    def figures(sent: Mapping[str, Any]) -> Any:
        from builder.examples import example_path

        path = example_path(str(sent.get("id", ""))[:64])
        if path is None:
            raise refuse("unknown_example", "There is no such example.", next="Choose one from the gallery.")
        return bench.plan(path.read_text(encoding="utf-8")).size.to_json()

    return [answered("figures", figures)]
