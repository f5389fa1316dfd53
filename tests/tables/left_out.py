"""What transformers has and Netgraft does not offer, tried again: python -m tests.tables.left_out [NAME ...]"""

import inspect
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from blocks.backbones.transformers_audio import TransformersAudio
from blocks.backbones.transformers_encoder import TransformersEncoder
from blocks.backbones.transformers_seq2seq import TransformersSeq2seq
from blocks.backbones.transformers_speech_to_text import TransformersSpeechToText
from blocks.backbones.transformers_text_image import TransformersTextImage
from blocks.backbones.transformers_vision import TransformersVision
from blocks.bases.left_out import OFFERED, reasons
from builder import Document, add
from tests.tables.cases import SMALL, halves, on, pairs
from tests.tables.proof import Case, prove

BLOCKS = {
    "halves": TransformersSeq2seq, "text": TransformersEncoder, "pairs": TransformersTextImage,
    "speech": TransformersSpeechToText, "sound": TransformersAudio, "image": TransformersVision,
}  # fmt: skip
LARGEST = 120_000_000
"""A network with more parameters is not built to be checked."""
_GIVEN = {
    *("input_ids", "attention_mask", "token_type_ids", "pixel_values", "input_values", "input_features"),
    "decoder_input_ids",
}
_VALUES = ("Tensor.item()", "nonzero", "Expected parameter logits", "data-dependent", "no data!")
_MARKS = "its own processor marks in the text where pictures go."


def kind_of(arguments: Mapping[str, Any]) -> str:
    """The block whose inputs come nearest to what a network's forward takes."""
    text, pixels, written = (one in arguments for one in ("input_ids", "pixel_values", "decoder_input_ids"))
    if text:
        return "pairs" if pixels else "halves" if written else "text"
    if "input_values" in arguments or "input_features" in arguments:
        return "speech" if written else "sound"
    return "image" if pixels else "other"


def attempts(name: str, kind: str) -> Iterator[Case]:
    """Documents that a network of this kind might work in: small, with shared keys, and as it is by default."""
    if kind == "text":
        for sizes in (SMALL, SMALL | {"key_value_heads": 2}, {}):
            wires = {"ids": "text.ids", "mask": "text.mask"}
            document = add(Document(), "text_input", "text")
            yield Case(
                name, on(document, "transformers_encoder", wires, architecture=name, **sizes), "tokens"
            )
    elif kind in ("halves", "pairs"):
        yield from (halves if kind == "halves" else pairs)((name,))
    elif kind == "image":
        for side, sizes in ((64, SMALL), (64, {}), (56, SMALL), (224, {})):
            wires = {"image": "image.image"}
            document = add(Document(), "image_input", "image", size=side)
            yield Case(name, on(document, "transformers_vision", wires, architecture=name, **sizes), "tokens")
    elif kind in ("sound", "speech"):
        document = add(add(Document(), "sequence_input", "sound", width=80), "text_input", "text")
        wires = {"sound": "sound.sequence"} | ({"decoder_ids": "text.ids"} if kind == "speech" else {})
        block = "transformers_audio" if kind == "sound" else "transformers_speech_to_text"
        yield Case(name, on(document, block, wires, architecture=name, **SMALL), "tokens")


def tried(name: str) -> tuple[str, str]:
    """The kind of a network that is not offered and why it is not; no reason where everything holds."""
    import transformers
    from transformers.models.auto.modeling_auto import MODEL_MAPPING_NAMES

    known = MODEL_MAPPING_NAMES[name]
    model = getattr(transformers, known if isinstance(known, str) else known[0])
    arguments = inspect.signature(model.forward).parameters
    needs = [
        one.name
        for one in arguments.values()
        if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD and one.name != "self"
    ]
    kind, failures = kind_of(arguments), []
    with _asked_for(name, kind):
        for case in attempts(name, kind):
            verdict = prove(case, largest=LARGEST)
            failures.append(verdict.failures[0] if verdict.failures else "")
    return kind, "" if "" in failures else reason(kind, needs, failures)


def reason(kind: str, needs: list[str], failures: list[str]) -> str:
    """Why a network is not offered, in one plain sentence, from what it needs and how each attempt failed."""
    told = " ".join(failures)
    if package := re.search(r"requires the (\S+) library", told):
        return f"It needs the package {package[1]}, which does not come along."
    if lacking := [one for one in needs if one not in _GIVEN] or _asked(told):
        return f"It also takes {', '.join(lacking[:3])}, which no input here gives."
    if kind == "other":
        return "It takes neither texts nor pictures nor sounds in a form that an input here gives."
    if "expected 5, got 4" in told or "5D tensor" in told:
        return "It takes clips or rows of pictures, and not single ones."
    if kind == "pairs":
        return f"Plain token ids and pixels do not run it: {_MARKS}"
    return next((said for found, said in _RULES if found(told)), _SIZES[kind])


def _asked(told: str) -> list[str]:
    """What a network's own message asks for."""
    found = re.search(r"have to specify (?:either )?`?([a-z_]+)|`([a-z_]+)` must be provided", told)
    return [one for one in (found.groups() if found else ()) if one and one not in _GIVEN]


_RULES: tuple[tuple[Callable[[str], bool], str], ...] = (
    (
        lambda told: any(word in told for word in _VALUES),
        "What it computes follows from the values, so that no shape is known before it runs.",
    ),
    (
        lambda told: "too large" in told,
        "The sizes here do not make it small, and whole it is too large to be checked.",
    ),
    (
        lambda told: "planned (" in told,
        "Inside, lengths change in fixed steps, so that no shape can be stated for texts of any length.",
    ),
    (lambda told: "no such output" in told, "It gives no vector for each token, patch or moment."),
)
_SIZES = {
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
        yield
    finally:
        BLOCKS[kind].params = params


def main(asked: list[str]) -> int:
    """Print what is found beside what is stated; the exit code is 1 where they differ."""
    warnings.simplefilter("ignore")
    from transformers import logging
    from transformers.models.auto.modeling_auto import MODEL_MAPPING_NAMES

    logging.set_verbosity_error()
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
