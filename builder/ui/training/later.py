"""What learns later, and at which rate: two optional fields with a preview of what each line catches."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, final

import gradio as gr

from builder.documents.document import Training
from builder.planning.planned import Plan
from builder.planning.staging import layers_of, named, stages_of, training_problems
from builder.problem import DocumentError, Problem, Refused
from builder.surgery.survey import is_under
from builder.ui.bench import Bench
from builder.ui.plain import plain
from builder.ui.training.form import FIELDS, settings_from
from builder.ui.wiring import NOTHING, Values


def later_fields() -> dict[str, Any]:
    """Lay out the two fields, which most runs leave empty, and the place of the preview."""
    schedule = gr.Textbox(
        label="Unfreeze later (optional)",
        placeholder="from epoch 5: backbone.layer4",
        max_lines=6,
        elem_id="train-schedule",
    )
    rates = gr.Textbox(
        label="Learning rates (optional)",
        placeholder="backbone: 0.1 decay 0.8",
        max_lines=6,
        elem_id="train-rates",
    )
    return {"schedule": schedule, "rates": rates, "caught": plain("", elem_id="train-caught")}


@final
@dataclass(frozen=True)
class Later:
    """What the two fields show."""

    bench: Bench

    def preview(self, sent: Values, owner: str) -> Values:
        """What each line catches, and in place of that what is wrong with it."""
        if not (sent["schedule"] or sent["rates"]):
            return {"caught": ""}
        try:
            planned = self.bench.plan(sent["canvas"])
            settings = settings_from(planned.document, {name: sent[name] for name in FIELDS})
        except DocumentError:
            return NOTHING  # the canvas says what is wrong with the document
        except Refused as error:
            return {"caught": _list([error.problem], [])}
        training = Training.model_validate_json(json.dumps(settings))
        faults = training_problems(planned, training)
        return {"caught": _list(faults, [*_joining(planned, training), *_rated(planned, training)])}


def _list(faults: Iterable[Problem], rows: Iterable[str]) -> str:
    items = [
        f'<li class="is-warning">{escape(fault.said)} Expected {escape(fault.expected)}.</li>'
        for fault in faults
    ]
    return f'<ul class="notes">{"".join([*items, *(f"<li>{escape(row)}</li>" for row in rows)])}</ul>'


def _joining(planned: Plan, training: Training) -> Iterator[str]:
    for stage in stages_of(planned, training):
        yield f"From epoch {stage.epoch}: {named(stage.node, stage.paths)}, {stage.parameters:,} parameters."


def _rated(planned: Plan, training: Training) -> Iterator[str]:
    for rate in training.rates:
        layers = layers_of(planned, training.model_copy(update={"rates": (rate,)}))
        paths = planned.nodes[rate.node].inside.caught(rate.patterns) if layers else ()
        rates = [f"{float(training.learning_rate) * layer.factor:.3g}" for layer in layers]
        if len(layers) > 1:
            yield f"{named(rate.node, paths)}: {len(layers)} layers, from {rates[-1]} in front to {rates[0]}."
        elif layers:
            sizes = planned.nodes[rate.node].inside.parameters
            count = sum(size for name, size in sizes.items() if is_under(name, paths))
            yield f"{named(rate.node, paths)}: {count:,} parameters at {rates[0]}."
