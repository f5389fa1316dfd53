"""A training in stages on the form: what each stage does, in place of the fields that have no effect on it."""

from html import escape
from typing import Any

import gradio as gr

from builder.documents.document import Training, TrainingStage
from builder.ui.training.form import shown

OWN = ("epochs", "batch", "learning_rate")
"""Settings that a stage may have of its own."""
WHOLE = ("schedule", "rates")
"""Settings of a training without stages."""


def filled_fields(training: Training) -> dict[str, Any]:
    """The form's fields as the document sets them; those without effect on its stages are hidden."""
    still = without_effect(training)
    return {
        name: gr.update(value=value, visible=name not in still) for name, value in shown(training).items()
    }


def without_effect(training: Training) -> frozenset[str]:
    """The fields that every stage overrides, or that no stage knows; none where there are no stages."""
    if not training.stages:
        return frozenset()
    own = [name for name in OWN if all(getattr(stage, name) is not None for stage in training.stages)]
    return frozenset((*own, *WHOLE))


def stages_said(training: Training) -> str:
    """The stages in order with what the document sets for each; empty where there are none."""
    if not training.stages:
        return ""
    rows = "".join(
        f"<li>{escape(_said(stage, number))}</li>" for number, stage in enumerate(training.stages, start=1)
    )
    count = len(training.stages)
    said = f"The document trains in {count} stage{'s' if count > 1 else ''}, each with settings of its own:"
    return f'<p class="quiet">{said}</p><ol class="notes">{rows}</ol>'


def _said(stage: TrainingStage, number: int) -> str:
    parts = {"epochs": "{} epochs", "batch": "batches of {}", "learning_rate": "learning rate {}"}
    own = [text.format(value) for name, text in parts.items() if (value := getattr(stage, name)) is not None]
    return f"{stage.title or f'Stage {number}'}: {', '.join(own) or 'as set here'}."
