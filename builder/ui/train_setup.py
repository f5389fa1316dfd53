"""The left side of the Train tab: which data, a look at it, and the settings, filled from the document."""

from typing import Any

import gradio as gr

from builder.data import SOURCES
from builder.ui.bench import Bench
from builder.ui.cards import problem_cards
from builder.ui.devices import device_choices
from builder.ui.own_data import KINDS, glance, keep, kept
from builder.ui.plain import plain
from builder.ui.train_form import FIELDS, OPTIMISERS, OWN, choices, data_of, named_preview, training_of

Form = dict[str, Any]


def setup_cards(bench: Bench, demo: gr.Blocks, canvas: Any) -> Form:
    """Lay out the cards and return their fields by name."""
    form: Form = {}
    with gr.Column(elem_classes="card"):
        plain("<h2>Data</h2>")
        form["data"] = gr.Dropdown(
            choices([]),
            value=None,
            show_label=False,
            label="Data set",
            elem_id="train-data",
            filterable=False,
        )
        said = plain("", elem_id="train-data-said")
        upload = gr.UploadButton(
            "My own: a zip of pictures, or a CSV",
            size="sm",
            file_types=list(KINDS),
            elem_id="train-upload",
        )
        plain("<h2>Settings</h2>")
        form |= _fields()
    with gr.Column(elem_classes="card"):
        plain("<h2>A look at the data</h2>")
        look = plain("", elem_id="train-preview")

    def show(choice: Any, request: gr.Request) -> tuple[str, str]:
        try:
            return _described(bench, choice, bench.owner_of(request))
        except Exception as error:  # noqa: BLE001 - becomes a card
            return "", problem_cards(
                problem.to_json() for problem in bench.problems(error, "looking at data")
            )

    def bring(path: Any, request: gr.Request) -> tuple[Any, Any]:
        try:
            folder = bench.store.uploads(bench.owner_of(request))
            name = keep(path, folder)
            return gr.update(choices=choices(kept(folder)), value=OWN + name), gr.skip()
        except Exception as error:  # noqa: BLE001 - becomes a card
            card = problem_cards(problem.to_json() for problem in bench.problems(error, "taking a file"))
            return gr.skip(), card

    def own(request: gr.Request) -> Any:
        return gr.update(choices=choices(kept(bench.store.uploads(bench.owner_of(request)))))

    def fill(text: Any, filled: Any) -> tuple[Any, ...]:
        try:
            training = training_of(bench.plan(text)).model_dump(mode="json")
        except Exception:  # noqa: BLE001 - a document that cannot be read fills nothing in
            return tuple(gr.skip() for _ in range(len(FIELDS) + 2))
        if training == filled:
            return tuple(gr.skip() for _ in range(len(FIELDS) + 2))
        data = training["data"] if training["data"] in SOURCES else gr.skip()
        return training, data, *(training[name] for name in FIELDS)

    filled = gr.State({})
    quick: dict[str, Any] = {"queue": False, "show_progress": "hidden"}
    form["data"].change(show, form["data"], [said, look], **quick)
    upload.upload(bring, upload, [form["data"], look], **quick)
    canvas.change(fill, [canvas, filled], [filled, form["data"], *(form[name] for name in FIELDS)], **quick)
    demo.load(own, None, form["data"], **quick)
    return form


def _fields() -> Form:
    with gr.Row(elem_classes="fields"):
        epochs = gr.Number(10, label="Epochs", precision=0, elem_id="train-epochs", min_width=90)
        batch = gr.Number(32, label="Batch", precision=0, elem_id="train-batch", min_width=90)
        rate = gr.Number(
            0.001, label="Learning rate", elem_id="train-learning-rate", min_width=90, step=0.001
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
    device = gr.Dropdown(
        device_choices(), value="auto", label="Device", elem_id="train-device", filterable=False
    )
    return {
        "epochs": epochs,
        "batch": batch,
        "learning_rate": rate,
        "optimiser": optimiser,
        "samples": samples,
        "seed": seed,
        "device": device,
    }


def _described(bench: Bench, choice: Any, owner: str) -> tuple[str, str]:
    """A sentence on the chosen data, and a look at it."""
    if not choice:
        return "", ""
    chosen = data_of(choice)
    if "data" in chosen:
        source = SOURCES.get(chosen["data"])
        sentence = source.sentence if source else ""
        return f'<p class="quiet">{sentence}</p>', named_preview(chosen["data"])
    folder = bench.store.uploads(owner)
    name = next((name for name in kept(folder) if name == chosen["upload"]), None)
    if name is None:
        return '<p class="quiet">This file is no longer here. Bring it again.</p>', ""
    return '<p class="quiet">Your own file; nobody else on this server sees it.</p>', glance(folder / name)
