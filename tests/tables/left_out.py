"""What transformers has and Netgraft does not offer, tried again: python -m tests.tables.left_out [NAME ...]"""

import inspect
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import patch

import torch

from blocks.backbones.transformers_audio import TransformersAudio
from blocks.backbones.transformers_encoder import TransformersEncoder
from blocks.backbones.transformers_seq2seq import TransformersSeq2seq
from blocks.backbones.transformers_speech_to_text import TransformersSpeechToText
from blocks.backbones.transformers_text_image import TransformersTextImage
from blocks.backbones.transformers_vision import TransformersVision
from blocks.bases.audio_models import BANDS, FORMS, MOMENTS, SAMPLES
from blocks.bases.left_out import OFFERED, reasons
from builder import Document, add
from tests.tables.cases import SMALL, WIDER, halves, on, pairs, sounds, text
from tests.tables.limits import Exceeded, within
from tests.tables.proof import Case, prove

BLOCKS = {
    "halves": TransformersSeq2seq, "text": TransformersEncoder, "pairs": TransformersTextImage,
    "speech": TransformersSpeechToText, "sound": TransformersAudio, "image": TransformersVision,
}  # fmt: skip
LARGEST = 120_000_000
"""A network with more parameters is not built to be checked."""
SECONDS, MEMORY = 60, 5 * 2**30
"""An attempt that takes more processor time or bytes is given up."""
_GIVEN = {
    *("input_ids", "attention_mask", "token_type_ids", "pixel_values", "input_values", "input_features"),
    "decoder_input_ids",
}
_VALUES = ("Tensor.item()", "nonzero", "Expected parameter logits", "data-dependent", "no data!")


def kind_of(arguments: Mapping[str, Any]) -> str:
    """The block whose inputs come nearest to what a network's forward takes."""
    text, pixels, written = (one in arguments for one in ("input_ids", "pixel_values", "decoder_input_ids"))
    if text:
        return "pairs" if pixels else "halves" if written else "text"
    if "input_values" in arguments or "input_features" in arguments:
        return "speech" if written else "sound"
    return "image" if pixels else "other"


def attempts(name: str, kind: str) -> Iterator[Case]:
    """Documents that a network of this kind might work in: small ones, and at last as it is by default."""
    if kind == "text":
        yield from (_read(name, sizes) for sizes in (SMALL, SMALL | {"key_value_heads": 2}, *WIDER, {}))
    elif kind in ("halves", "pairs"):
        yield from (halves if kind == "halves" else pairs)((name,))
    elif kind == "image":
        for side, sizes in ((64, SMALL), (56, SMALL), (64, {}), (224, {})):
            wires = {"image": "image.image"}
            document = add(Document(), "image_input", "image", size=side)
            yield Case(name, on(document, "transformers_vision", wires, architecture=name, **sizes), "tokens")
    elif kind in ("sound", "speech"):
        yield from (_heard(name, kind, form) for form in (SAMPLES, MOMENTS, BANDS))


def _read(name: str, sizes: Mapping[str, int]) -> Case:
    document = add(Document(), "text_input", "text")
    wires = {"ids": "text.ids", "mask": "text.mask"}
    return Case(name, on(document, "transformers_encoder", wires, architecture=name, **sizes), "tokens")


def _heard(name: str, kind: str, form: str) -> Case:
    FORMS[name] = form
    block = "transformers_audio" if kind == "sound" else "transformers_speech_to_text"
    document, source = sounds(form)
    wires = {"sound": source} | ({"decoder_ids": "text.ids"} if kind == "speech" else {})
    document = add(document, "text_input", "text") if kind == "speech" else document
    return Case(name, on(document, block, wires, architecture=name, **SMALL), "tokens")


def tried(name: str) -> tuple[str, str]:
    """The kind of a network that is not offered and why it is not; no reason where everything holds."""
    from transformers import MODEL_MAPPING, AutoConfig

    try:
        known = MODEL_MAPPING[type(AutoConfig.for_model(name))]
    except ValueError:
        return "other", "The library lists it, and cannot build it itself."
    model = known[0] if isinstance(known, (list, tuple)) else known
    arguments = inspect.signature(model.forward).parameters
    kind, failures = kind_of(arguments), []
    if name.startswith("timm_"):
        return kind, "The block for timm's networks opens the same ones."
    with _asked_for(name, kind):
        for case in attempts(name, kind):
            try:
                failures.append(within(partial(_first_failure, case), seconds=SECONDS, memory=MEMORY))
            except Exceeded:
                failures.append(_EXCEEDED)
            if not failures[-1]:
                return kind, ""
            if "hidden_size" not in case.document.node("net").params and _LARGE in failures[-1]:
                failures.pop()
    return kind, reason(kind, arguments, failures)


def _first_failure(case: Case) -> str:
    return next(iter(prove(case, largest=LARGEST).failures), "")


def reason(kind: str, arguments: Mapping[str, inspect.Parameter], failures: list[str]) -> str:
    """Why a network is not offered, in one plain sentence, from what it takes and how each attempt failed."""
    told = " ".join(failures)
    if package := re.search(r"requires the (\S+) library", told):
        return f"It needs the package {package[1]}, which does not come along."
    if lacking := _needs(arguments) or _asked(told) or _silent(kind, arguments, told):
        return f"It also takes {', '.join(lacking[:3])}, which no input here gives."
    if kind == "other":
        return "It takes neither texts nor pictures nor sounds in a form that an input here gives."
    rules = _OF_PAIRS + _RULES if kind == "pairs" else _RULES
    return next((said for found, said in rules if found(told)), _SIZES[kind])


def _needs(arguments: Mapping[str, inspect.Parameter]) -> list[str]:
    """What a network cannot be called without, and no input gives."""
    needed = (
        one.name
        for one in arguments.values()
        if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD and one.name != "self"
    )
    return [one for one in needed if one not in _GIVEN]


def _asked(told: str) -> list[str]:
    """What a network's own message asks for."""
    found = re.search(
        r"have to specify (?:either )?`?([a-z_]+)|`([a-z_]+)` (?:must be provided|cannot be `None`)|"
        r"exactly one of ([a-z_]+)",
        told,
    )
    return [one for one in (found.groups() if found else ()) if one and one not in _GIVEN]


def _silent(kind: str, arguments: Mapping[str, inspect.Parameter], told: str) -> list[str]:
    """What a network may be called without, and fails without."""
    if not any(word in told for word in ("NoneType", "missing 1 required", "must be provided")):
        return []
    own = {"pairs": "pixel_values", "image": "pixel_values", "sound": "input_", "speech": "input_"}.get(
        kind, " "
    )
    return [one for one in arguments if _OTHER.search(one) and not one.startswith(own)]


_OTHER = re.compile(
    r"^(input_(features|values)|pixel_(values|attention)|image_(sizes|grid|position)|images_|bbox|spatial)"
)
_EXCEEDED, _LARGE = "exceeded", "too large"
_RULES: tuple[tuple[Callable[[str], bool], str], ...] = (
    (
        lambda told: any(word in told for word in _VALUES),
        "What it computes follows from the values, so that no shape is known before it runs.",
    ),
    (
        lambda told: "Input language unknown" in told,
        "It has to be told the language of the text, which no input here does.",
    ),
    (
        lambda told: _LARGE in told,
        "The sizes here do not make it small, and whole it is too large to be checked.",
    ),
    (
        lambda told: "planned (" in told,
        "Inside, lengths change in fixed steps, so that no shape can be stated for texts of any length.",
    ),
    (
        lambda told: "expected 5, got 4" in told or "5D tensor" in told,
        "It takes clips or rows of pictures, and not single ones.",
    ),
    (lambda told: "no such output" in told, "It gives no vector for each token, patch or moment."),
    (
        lambda told: _EXCEEDED in told or "MemoryError" in told or "allocate" in told,
        "One pass takes more than a minute or 5 GB, so that it could not be checked.",
    ),
)
_OF_PAIRS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (
        lambda told: "Tensor.item()" in told,
        "Its own processor marks in the text where pictures go, and no shape is known without these marks.",
    ),
    (
        lambda told: bool(re.search("KeyError: '(text|vision)_config'", told)),
        "It is one network for texts and pictures together, and no pair of networks side by side.",
    ),
    (
        lambda told: any(word in told for word in ("broadcast", "reduction dim", "invalid for input")),
        "It does not run on texts and pictures of sizes that are chosen freely.",
    ),
)
_SIZES = {
    "pairs": "It does not build or run with sizes that are set one by one.",
    "text": "It does not build or run with sizes that are set one by one.",
    "halves": "It does not build or run with sizes that are set one by one.",
    "image": "It does not run on pictures of a size that is chosen freely.",
    "sound": "It takes sounds in a form or a length of its own.",
    "speech": "It takes sounds in a form or a length of its own.",
}


@contextmanager
def _asked_for(name: str, kind: str) -> Iterator[None]:
    """Inside, a block takes a network that it does not offer."""
    if kind not in BLOCKS:
        yield
        return
    params: dict[str, Any] = dict(BLOCKS[kind].params)
    usual = params["architecture"]
    BLOCKS[kind].params = params | {"architecture": replace(usual, choices=(*usual.choices, name))}
    try:
        with patch.dict(FORMS):
            yield
    finally:
        BLOCKS[kind].params = params


def main(asked: list[str]) -> int:
    """Print what is found beside what is stated; the exit code is 1 where they differ."""
    warnings.simplefilter("ignore")
    from transformers import logging
    from transformers.models.auto.modeling_auto import MODEL_MAPPING_NAMES

    logging.set_verbosity_error()
    torch.set_num_threads(1)
    prove(next(iter(text(("bert",)))))  # what all attempts need is loaded once, and not in each process
    stated = {name: said for kind in (*BLOCKS, "other") for name, said in reasons(kind).items()}
    differ = 0
    for name in asked or sorted(set(MODEL_MAPPING_NAMES) - OFFERED):
        kind, found = tried(name)
        differ += found != stated.get(name)
        print(
            f"{name} | {kind} | {found or 'everything holds'} | {stated.get(name, 'not stated')}", flush=True
        )
    return 1 if differ else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
