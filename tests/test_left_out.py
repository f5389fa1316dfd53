"""What is not offered is named with its reason: no network that a library registers is missing without a word."""

import pytest

from blocks.bases.language_models import FURTHER, SCORERS, WRITERS
from blocks.bases.left_out import LEFT_OUT, OFFERED, reasons
from builder import Document, add, check
from builder.registry import default_registry


def absent() -> dict[str, str]:
    return reasons(*LEFT_OUT)


def test_every_network_that_transformers_builds_is_offered_or_has_a_reason() -> None:
    from transformers.models.auto.modeling_auto import MODEL_MAPPING_NAMES

    assert set(MODEL_MAPPING_NAMES) == OFFERED | set(absent())
    assert not OFFERED & set(absent())
    assert sum(len(names.split()) for kind in LEFT_OUT.values() for names in kind.values()) == len(absent())


def test_each_was_tried() -> None:
    assert not [name for name, reason in absent().items() if "tried" in reason or not reason.endswith(".")]


def test_what_is_offered_is_what_the_blocks_let_one_choose() -> None:
    params = [block.params for name, block in _transformers()]
    assert {choice for one in params for choice in one["architecture"].choices} == OFFERED
    assert set(absent()) <= {name for one in params for name in one["architecture"].absent}
    for one in params:
        assert not set(one["architecture"].choices) & set(one["architecture"].absent)


def test_language_models_are_those_that_transformers_builds_with_scores() -> None:
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    assert {name for name in WRITERS + FURTHER if name in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES} == set(SCORERS)


def _transformers() -> list:
    return [(entry.id, entry.block) for entry in default_registry() if entry.id.startswith("transformers_")]


@pytest.mark.parametrize(
    ("block", "architecture", "reason"),
    [
        ("transformers_encoder", "longformer", "follows from the values"),
        ("transformers_encoder", "bros", "also takes bbox"),
        ("transformers_encoder", "canine", "fixed steps"),
        ("transformers_seq2seq", "led", "follows from the values"),
        ("transformers_vision", "dinat", "needs the package natten"),
        ("transformers_text_image", "llava", "marks in the text"),
        ("transformers_text_image", "llava_next", "also takes image_sizes"),
        ("transformers_vision", "timm_wrapper", "block for timm"),
        ("transformers_language_model", "fnet", "without the layer that scores words"),
        ("transformers_language_model", "bert", "sees the whole text"),
    ],
)
def test_a_document_that_asks_for_one_is_told_why_not(block: str, architecture: str, reason: str) -> None:
    found = [
        problem
        for problem in check(add(Document(), block, "net", architecture=architecture))
        if problem.param
    ]
    (problem,) = found
    assert (problem.code, problem.node, problem.param) == ("parameter", "net", "architecture")
    assert f"{architecture} is not offered. " in problem.said
    assert reason in problem.said


def test_the_page_is_told_the_reasons_once_each() -> None:
    params = {name: block.params["architecture"].to_json("architecture") for name, block in _transformers()}
    for told in params.values():
        reasons_told = [one["reason"] for one in told["absent"]]
        assert len(reasons_told) == len(set(reasons_told))
        assert all(one["names"] for one in told["absent"])
