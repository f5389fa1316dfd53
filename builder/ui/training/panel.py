"""The Train tab: choose data and settings on the left, watch the run on the right."""

from typing import Any

import gradio as gr

from builder.ui.bench import Bench
from builder.ui.data.columns import COLUMNS
from builder.ui.plain import plain
from builder.ui.training.form import FIELDS
from builder.ui.training.run import EVERY, SHOWN, TrainRun
from builder.ui.training.run_cards import no_run
from builder.ui.training.setup import setup_cards
from builder.ui.wiring import Wiring


def train_panel(bench: Bench, demo: gr.Blocks, canvas: Any, tab: Any) -> None:
    """Lay out the tab, and wire it to the runs of whoever looks at it."""
    with gr.Row(elem_classes="sheet two"):
        with gr.Column(scale=0, min_width=380, elem_classes="side"):
            form = setup_cards(bench, demo, canvas)
        with gr.Column(scale=1, min_width=480, elem_classes="card runs"):
            parts = {"canvas": canvas, **form, **_run_card()}
    wiring = Wiring(bench, parts, "problem")
    run = TrainRun(bench)
    lost = {"following": {}, "start": gr.update(interactive=True), "timer": gr.Timer(active=False)}
    asked = ("data", "device", *FIELDS, *COLUMNS)
    wiring.on(parts["start"].click, run.begin, takes=("canvas", *asked), gives=("problem", *SHOWN))
    chosen = (parts[name].input for name in ("data", "device", *FIELDS))
    for event in (tab.select, *chosen, *(parts[name].change for name in COLUMNS)):
        wiring.on(event, run.prepare, takes=("canvas", *asked))
    wiring.on(parts["again"].click, run.go_on, takes=("following", "epochs"), gives=SHOWN)
    wiring.on(parts["stop"].click, run.halt, takes=("following",))
    wiring.on(parts["timer"].tick, run.follow, takes=("following",), gives=SHOWN, otherwise=lost)
    wiring.on(demo.load, run.resume, gives=SHOWN)


def _run_card() -> dict[str, Any]:
    parts: dict[str, Any] = {"following": gr.State({}), "timer": gr.Timer(EVERY, active=False)}
    with gr.Row(elem_classes="actions"):
        parts["start"] = gr.Button("Train", variant="primary", elem_id="train-start", scale=0, min_width=120)
        parts["again"] = gr.Button("Resume", elem_id="train-resume", visible=False, scale=0, min_width=96)
        parts["stop"] = gr.Button("Stop", elem_id="train-stop", interactive=False, scale=0, min_width=96)
        parts["status"] = plain("", elem_id="train-status")
    parts["problem"] = plain("", elem_id="train-problem")
    parts["result"] = plain(no_run(), elem_id="train-result")
    parts["curves"] = plain("", elem_id="train-curves")
    parts["notes"] = plain("", elem_id="train-notes")
    return parts
