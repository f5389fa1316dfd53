"""The form of a training in stages: what each stage does is said, and what has no effect is hidden."""

import json
from typing import Any

import pytest

from builder.documents.document import Training
from builder.ui.training.form import FIELDS
from builder.ui.training.stages import filled_fields, stages_said, without_effect

OWN = {"learns": ["body"], "outputs": ["kind"], "epochs": 4, "batch": 8, "learning_rate": 0.5}


def training(*stages: dict[str, Any]) -> Training:
    return Training.model_validate_json(json.dumps({"stages": stages}))


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in OWN.items() if key != name}


@pytest.mark.parametrize(
    ("stages", "still"),
    [
        ([], set()),
        ([OWN, OWN], {"epochs", "batch", "learning_rate", "schedule", "rates"}),
        ([OWN, without("epochs")], {"batch", "learning_rate", "schedule", "rates"}),
        ([without("batch")], {"epochs", "learning_rate", "schedule", "rates"}),
    ],
    ids=["no stages", "all set", "one leaves the epochs open", "the batch is open"],
)
def test_a_field_without_effect_is_hidden(stages: list[dict[str, Any]], still: set[str]) -> None:
    found = training(*stages)
    assert without_effect(found) == still
    fields = filled_fields(found)
    assert set(fields) == set(FIELDS)
    assert {name for name, update in fields.items() if not update["visible"]} == still


def test_each_stage_is_said_with_what_the_document_sets_for_it() -> None:
    said = stages_said(training({**OWN, "title": "First <b>"}, without("epochs")))
    assert "2 stages" in said
    assert "First &lt;b&gt;: 4 epochs, batches of 8, learning rate 0.5." in said
    assert "Stage 2: batches of 8, learning rate 0.5." in said


def test_a_stage_that_sets_nothing_takes_what_is_set_on_the_page() -> None:
    assert "Stage 1: as set here." in stages_said(training({"learns": ["body"], "outputs": ["kind"]}))


def test_without_stages_nothing_is_said() -> None:
    assert stages_said(Training()) == ""
