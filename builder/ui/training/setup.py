"""The left side of the Train tab: which data, a look at it, and the settings, filled from the document."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, final

import gradio as gr

from builder.data import SOURCES
from builder.data.hub import on_the_hub
from builder.problem import DocumentError, Refused
from builder.ui.bench import Bench
from builder.ui.data.columns import COLUMNS, column_fields, offered
from builder.ui.data.columns import chosen as chosen_columns
from builder.ui.data.own import KINDS, glance, keep, kept
from builder.ui.devices import AUTOMATIC, device_choices
from builder.ui.plain import plain
from builder.ui.training.form import FIELDS, OPTIMISERS, OWN, choices, data_of, named_preview, training_of
from builder.ui.training.later import Later, later_fields
from builder.ui.training.stages import filled_fields, stages_said
from builder.ui.wiring import NOTHING, Values, Wiring

Form = dict[str, Any]

OWN_SAID = "Your own file; nobody else on this server sees it."
FETCHED = "It is fetched once, when a training first needs it, and then kept on this machine."
OWN_HELP = (
    '<p class="quiet">A zip holds a folder of pictures for each class, a CSV beside its pictures, or a graph as '
    "<code>nodes.csv</code> and <code>edges.csv</code>.</p>"
)


def setup_cards(bench: Bench, demo: gr.Blocks, canvas: Any) -> Form:
    """Lay out the cards and return their fields by name."""
    parts: Form = {"canvas": canvas, "filled": gr.State({})}
    with gr.Column(elem_classes="card"):
        plain("<h2>Data</h2>")
        parts["data"] = gr.Dropdown(
            choices([]),
            value=None,
            show_label=False,
            label="Data set",
            elem_id="train-data",
            filterable=False,
        )
        parts["sentence"] = plain("", elem_id="train-data-said")
        parts["trouble"] = plain("", elem_id="train-data-problem")
        parts["upload"] = gr.UploadButton(
            "My own: a CSV, or a zip",
            size="sm",
            file_types=list(KINDS),
            elem_id="train-upload",
        )
        parts["own"] = plain(OWN_HELP)
        parts["hub"] = gr.Textbox(
            label="From the hub",
            placeholder="owner/name, then Enter",
            max_lines=1,
            elem_id="train-hub",
        )
        parts |= column_fields()
        plain("<h2>Settings</h2>")
        parts["stages"] = plain("", elem_id="train-stages")
        parts |= _fields() | later_fields()
    with gr.Column(elem_classes="card"):
        plain("<h2>A look at the data</h2>")
        parts["look"] = plain("", elem_id="train-preview")
    wiring = Wiring(bench, parts, "trouble")
    setup = Setup(bench)
    wiring.on(
        parts["data"].change,
        setup.look_at,
        takes=("data",),
        gives=("sentence", "look", "columns", *COLUMNS),
        otherwise={"sentence": "", "look": "", "columns": gr.update(visible=False)},
    )
    for name in COLUMNS:
        wiring.on(parts[name].input, setup.choose_columns, takes=("data", *COLUMNS), gives=("look",))
    wiring.on(parts["hub"].submit, setup.name_one, takes=("hub",), gives=("data",))
    wiring.on(parts["upload"].upload, setup.bring, takes=("upload",), gives=("data",))
    wiring.on(
        canvas.change, setup.fill, takes=("canvas", "filled"), gives=("filled", "data", "stages", *FIELDS)
    )
    wiring.on(demo.load, setup.list_own, gives=("data",))
    wiring.on(demo.load, setup.list_devices, gives=("device",))
    caught = Wiring(bench, parts, "caught")
    later = Later(bench)
    for name in ("schedule", "rates", "epochs", "learning_rate"):
        caught.on(parts[name].change, later.preview, takes=("canvas", *FIELDS))
    return parts


@final
@dataclass(frozen=True)
class Setup:
    """What the controls of the left side do."""

    bench: Bench

    def look_at(self, sent: Values, owner: str) -> Values:
        """A sentence on the chosen data, and a look at it.

        Raises:
            Refused: the owner's file cannot be read.
        """
        if not sent["data"]:
            return {"sentence": "", "look": "", "trouble": "", **offered(None)}
        chosen = data_of(sent["data"])
        table: Path | None = None
        if "data" in chosen:
            source = SOURCES.get(chosen["data"])
            said, look = (source.sentence, named_preview(source.name)) if source else (FETCHED, "")
        else:
            folder = self.bench.store.uploads(owner)
            here = chosen["upload"] in kept(folder)
            said = OWN_SAID if here else "This file is no longer here. Bring it again."
            look = glance(folder / chosen["upload"]) if here else ""
            table = folder / chosen["upload"] if here else None
        sentence = f'<p class="quiet">{escape(said)}</p>'
        return {"sentence": sentence, "look": look, "trouble": "", **offered(table)}

    def choose_columns(self, sent: Values, owner: str) -> Values:
        """Look at the owner's table again, with the columns that are chosen now.

        Raises:
            Refused: the table cannot be used in this way.
        """
        name = data_of(sent["data"]).get("upload", "")
        folder = self.bench.store.uploads(owner)
        if name not in kept(folder):
            return NOTHING
        return {"look": glance(folder / name, **chosen_columns(sent)), "trouble": ""}

    def bring(self, sent: Values, owner: str) -> Values:
        """Keep an uploaded file in the owner's folder, and choose it.

        Raises:
            Refused: it is not a kind of data that can be read.
        """
        folder = self.bench.store.uploads(owner)
        name = keep(sent["upload"], folder)
        return {"data": gr.update(choices=choices(kept(folder)), value=OWN + name), "trouble": ""}

    def name_one(self, sent: Values, owner: str) -> Values:
        """Choose a data set of the hub by its name.

        Raises:
            Refused: it is no such name, or the package that reads the hub is not installed.
        """
        name = on_the_hub(str(sent["hub"] or ""))
        own = choices(kept(self.bench.store.uploads(owner)))
        return {"data": gr.update(choices=[(name, name), *own], value=name), "trouble": ""}

    def list_own(self, sent: Values, owner: str) -> Values:
        """Offer the files that the owner brought earlier."""
        return {"data": gr.update(choices=choices(kept(self.bench.store.uploads(owner))))}

    def list_devices(self, sent: Values, owner: str) -> Values:
        """Name the devices of this machine. PyTorch is asked now and not before, so that the page is there sooner."""
        return {"device": gr.update(choices=device_choices())}

    def fill(self, sent: Values, owner: str) -> Values:
        """Fill the form from the document where its own settings are others than before."""
        try:
            training = training_of(self.bench.plan(sent["canvas"]))
        except (DocumentError, Refused):
            return NOTHING  # the canvas says what is wrong with the document
        filled = training.model_dump(mode="json")
        if filled == sent["filled"]:
            return NOTHING
        known = {"data": training.data} if training.data in SOURCES else {}
        return {"filled": filled, "stages": stages_said(training), **known, **filled_fields(training)}


def _fields() -> Form:
    with gr.Row(elem_classes="fields"):
        epochs = gr.Number(10, label="Epochs", precision=0, elem_id="train-epochs", min_width=90)
        batch = gr.Number(32, label="Batch", precision=0, elem_id="train-batch", min_width=90)
        rate = gr.Number(
            0.001, label="Learning rate", elem_id="train-learning-rate", min_width=90, step=0.001
        )
    falling = gr.Checkbox(
        False, label="Let the learning rate fall to zero over the run", elem_id="train-falling"
    )
    with gr.Row(elem_classes="fields"):
        optimiser = gr.Dropdown(
            list(OPTIMISERS),
            value="adam",
            label="Optimiser",
            elem_id="train-optimiser",
            min_width=90,
            filterable=False,
        )
        samples = gr.Number(
            None, label="Samples", precision=0, elem_id="train-samples", min_width=90, placeholder="all"
        )
        seed = gr.Number(0, label="Seed", precision=0, elem_id="train-seed", min_width=90)
    device = gr.Dropdown([AUTOMATIC], value="auto", label="Device", elem_id="train-device", filterable=False)
    return {
        "epochs": epochs,
        "batch": batch,
        "learning_rate": rate,
        "falling": falling,
        "optimiser": optimiser,
        "samples": samples,
        "seed": seed,
        "device": device,
    }
