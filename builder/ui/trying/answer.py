"""What a trained network said about a sample: a sentence, and bars for each output."""

from collections.abc import Mapping
from html import escape
from typing import Any

import gradio as gr

from builder.ui.drawing.drawn import drawn

MOST = 6
"""At most so many outputs are shown as bars; the sentence names them all."""


def waiting(ahead: int) -> str:
    """The line that stands while an answer is worked out."""
    more = f" {ahead} before you." if ahead else ""
    return f'<p class="quiet" role="status">Asking the network…{more}</p>'


def sentence(result: Mapping[str, Any], truth: str) -> str:
    """The answer in a sentence, with what the data says where it is known."""
    true = f'<p class="quiet">The data says: <strong>{escape(truth)}</strong></p>' if truth else ""
    return f'<p class="said" role="status">{escape(str(result["said"]))}</p>{true}{drawn(result)}'


def bars(result: Mapping[str, Any]) -> list[Any]:
    """An update for each of the places for bars; a place without an output is hidden."""
    outputs = [row for row in result["outputs"].items() if row[1]["kind"] in ("classes", "value", "match")][
        :MOST
    ]
    shown = [gr.update(value=_bars(answer), label=node, visible=True) for node, answer in outputs]
    return [*shown, *(gr.update(visible=False) for _ in range(MOST - len(shown)))]


def _bars(answer: Mapping[str, Any]) -> Any:
    if answer["kind"] == "classes":
        return {str(row["name"]): float(row["probability"]) for row in answer["classes"]}
    value = answer["value"]
    return f"{value:.4g}" if isinstance(value, float) else f"{len(value)} values"
