"""What learns later, and at which rate: two optional fields with a preview of what each line catches."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, final

import gradio as gr

from builder.document import Training
from builder.inside import is_under
from builder.planning import Plan
from builder.problem import DocumentError
from builder.staging import layers_of, named, stages_of, training_problems
from builder.ui.bench import Bench
from builder.ui.cards import problem_cards
from builder.ui.plain import plain
from builder.ui.train_form import FIELDS, settings_from
from builder.ui.wiring import NOTHING, Values


def later_fields() -> dict[str, Any]:
    """Lay out the fields, folded away until somebody wants them."""
    parts: dict[str, Any] = {}
    with gr.Accordion("Unfreeze later, and learning rates", open=False, elem_id="train-later"):
        parts["schedule"] = gr.Textbox(
            label="Unfreeze later",
            info="From which epoch a frozen part learns too, a line each.",
            placeholder="5: backbone.layer4",
            lines=2,
            max_lines=6,
            elem_id="train-schedule",
        )
        parts["rates"] = gr.Textbox(
            label="Learning rates",
            info="Times the learning rate above, a line each. With decay, less for each layer further in front.",
            placeholder="backbone: 0.1 decay 0.8",
            lines=2,
            max_lines=6,
            elem_id="train-rates",
        )
        parts["caught"] = plain("", elem_id="train-caught")
    return parts


@final
@dataclass(frozen=True)
class Later:
    """What the two fields show."""

    bench: Bench

    def preview(self, sent: Values, owner: str) -> Values:
        """What each line catches, or what is wrong with it.

        Raises:
            Refused: a line cannot be read.
        """
        if not (sent["schedule"] or sent["rates"]):
            return {"caught": ""}
        try:
            planned = self.bench.plan(sent["canvas"])
        except DocumentError:
            return NOTHING  # the canvas says what is wrong with the document
        settings = settings_from(planned.document, {name: sent[name] for name in FIELDS})
        training = Training.model_validate_json(_json(settings))
        faults = training_problems(planned, training)
        rows = [*_joining(planned, training), *_rated(planned, training)]
        items = "".join(f"<li>{escape(row)}</li>" for row in rows)
        return {
            "caught": problem_cards(fault.to_json() for fault in faults) + f'<ul class="notes">{items}</ul>'
        }


def _json(settings: dict[str, Any]) -> str:
    import json

    return json.dumps(settings)


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
