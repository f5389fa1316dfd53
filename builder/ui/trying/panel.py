"""The Try it tab: pick a trained run, give it a picture, a text, numbers or a node, and see what it says."""

from typing import Any

import gradio as gr

from builder.ui.bench import Bench
from builder.ui.plain import plain
from builder.ui.trying.pad import Pad
from builder.ui.trying.picks import Picks
from builder.ui.trying.run import ANSWER, FIELDS, LABELS, TryRun, no_answer, no_run, nothing_tried
from builder.ui.wiring import Wiring

EVERY = 0.4
"""Seconds between two looks at an answer that is being worked out."""

_LAYOUT = ("warned", "pad_place", *FIELDS, "go", "picks_place", "picks_head", "picks")


def try_panel(bench: Bench, demo: gr.Blocks, tab: Any) -> None:
    """Lay out the tab and wire it to the runs of whoever looks at it."""
    with gr.Row(elem_classes="sheet two"):
        with gr.Column(scale=1, min_width=420, elem_classes="card"):
            parts = _inputs()
        with gr.Column(scale=1, min_width=420, elem_classes="card"):
            parts |= _answers()
    parts |= {"asked": gr.State({}), "newest": gr.State(""), "timer": gr.Timer(EVERY, active=False)}
    wiring = Wiring(bench, parts, "problem")
    trial = TryRun(bench)
    asks: dict[str, Any] = {"takes": ("run", *FIELDS), "gives": ANSWER, "otherwise": no_answer()}
    for event in (demo.load, tab.select):
        wiring.on(event, trial.refresh, takes=("run", "newest"), gives=("run", "none", "newest"))
    wiring.on(
        parts["run"].change, trial.choose, takes=("run",), gives=(*_LAYOUT, *ANSWER), otherwise=no_answer()
    )
    wiring.on(parts["go"].click, trial.ask, **asks)
    wiring.on(parts["text"].submit, trial.ask, **asks)
    wiring.on(
        parts["picks"].pick,
        trial.pick,
        takes=("run",),
        gives=(*FIELDS, "picks", *ANSWER),
        otherwise=no_answer(),
    )
    wiring.on(parts["timer"].tick, trial.listen, takes=("asked",), gives=ANSWER, otherwise=no_answer())


def _inputs() -> dict[str, Any]:
    plain("<h2>Trained run</h2>")
    parts: dict[str, Any] = {}
    parts["none"] = plain(no_run(), elem_id="try-none")
    parts["run"] = gr.Dropdown(
        [],
        show_label=False,
        label="Run",
        elem_id="try-run",
        interactive=False,
        filterable=False,
        visible=False,
    )
    parts["warned"] = plain("", elem_id="try-warned")
    with gr.Column(visible=False) as parts["pad_place"]:
        parts["pad"] = Pad(elem_id="try-image")
    parts["text"] = gr.Textbox(
        label="Text", placeholder="Type a sentence", lines=2, elem_id="try-text", visible=False
    )
    parts["numbers"] = gr.Textbox(label="Numbers", lines=3, elem_id="try-numbers", visible=False)
    parts["node"] = gr.Number(0, label="Node", precision=0, elem_id="try-node", visible=False)
    parts["case"] = gr.Radio([], label="Case", elem_id="try-case", visible=False)
    parts["go"] = gr.Button("Try it", variant="primary", elem_id="try-go", visible=False)
    with gr.Column(visible=False) as parts["picks_place"]:
        parts["picks_head"] = plain("", elem_id="try-picks-head")
        parts["picks"] = Picks(elem_id="try-examples")
    return parts


def _answers() -> dict[str, Any]:
    plain("<h2>What it says</h2>")
    parts: dict[str, Any] = {
        "problem": plain("", elem_id="try-problem"),
        "said": plain(nothing_tried(), elem_id="try-said"),
    }
    for place, name in enumerate(LABELS, start=1):
        parts[name] = gr.Label(
            visible=False, num_top_classes=5, elem_id=f"try-label-{place}", show_heading=False
        )
    return parts
