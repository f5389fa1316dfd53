"""The columns of one's own table: which is predicted, and from which; guessed first, and chosen on the page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from builder.data.table_file import guess_label, guess_numbers, guess_text, numeric, read_table

COLUMNS = ("label", "text", "numbers")
"""The fields of the page that choose columns."""


def column_fields() -> dict[str, Any]:
    """The three fields, hidden until a table is chosen."""
    with gr.Column(visible=False, elem_id="train-columns") as place:
        with gr.Row(elem_classes="fields"):
            label = gr.Dropdown([], label="Predict", elem_id="train-label", filterable=False, min_width=90)
            text = gr.Dropdown(
                [], label="From the text", elem_id="train-text", filterable=False, min_width=90
            )
        numbers = gr.Dropdown(
            [], label="From the numbers", elem_id="train-numbers", multiselect=True, filterable=False
        )
    return {"columns": place, "label": label, "text": text, "numbers": numbers}


def offered(file: Path | None) -> dict[str, Any]:
    """The fields for a table: its columns, with the guess chosen; hidden for anything else.

    Raises:
        Refused: the table cannot be read.
    """
    if file is None or file.suffix != ".csv":
        return {"columns": gr.update(visible=False)}
    frame = read_table(file)
    names = list(map(str, frame.columns))
    label = guess_label(frame)
    text = guess_text(frame, label)
    return {
        "columns": gr.update(visible=True),
        "label": gr.update(choices=names, value=label),
        "text": gr.update(choices=[("none", ""), *((name, name) for name in names)], value=text or ""),
        "numbers": gr.update(
            choices=[name for name in names if numeric(frame[name])],
            value=guess_numbers(frame, (label, text)),
        ),
    }


def chosen(values: Mapping[str, Any]) -> dict[str, Any]:
    """The choice as `load_csv` takes it; what is empty is left to the guess."""
    found: dict[str, Any] = {}
    if isinstance(values.get("label"), str) and values["label"]:
        found["label"] = values["label"]
    if isinstance(values.get("text"), str):
        found["text"] = values["text"]
    if isinstance(values.get("numbers"), list):
        found["numbers"] = [str(name) for name in values["numbers"]]
    return found
