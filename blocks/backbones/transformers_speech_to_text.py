"""Transformers speech-to-text network: one half hears a sound, the other writes it down, as Whisper does."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.architectures import configured, from_hub, hub_params, language_params, size_params
from blocks.bases.audio_models import WRITE_DOWN, argument, heard
from blocks.bases.contract import whole
from blocks.bases.encoder import HALVES, READ, TOKENS, WRITTEN, encoded, encoder_of
from blocks.bases.left_out import reasons
from blocks.bases.processing import sounds_said, text_of
from builder.block import Block, Input, Site
from builder.param import Choice
from builder.recipe import Recipe


@final
class TransformersSpeechToText(Block):
    """Hear a sound and write it down: a vector for each written token, B × T × C, that has heard all of it.

    Radford and others, "Robust Speech Recognition via Large-Scale Weak Supervision", 2022.
    """

    title = "Transformers speech-to-text network"
    keywords = ("whisper", "moonshine", "transcription", "speech", "audio", "hub", "hugging face")
    tappable = True
    inputs = {
        "sound": Input(
            "any", "whisper: B × bands × T; speech_to_text: B × T × bands; moonshine: B × samples"
        ),
        "decoder_ids": WRITTEN,
    }
    outputs = {"tokens": TOKENS, "encoder_tokens": READ}
    params = {
        **hub_params(),
        "architecture": Choice(
            sentence="What to build; for a name on the hub, what it is.",
            default="whisper",
            choices=WRITE_DOWN,
            absent=reasons("speech"),
        ),
        **size_params(),
        **language_params(),
    }

    def carries(self, params: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        found = text_of(params)
        return {"decoder_ids": found["ids"]} if found else {}

    def expects(self, params: Mapping[str, Any]) -> str:
        return sounds_said(params)

    def declare(self, site: Site) -> Recipe:
        name, architecture = site.params["name"], site.params["architecture"]
        shape, told = heard(site, architecture)
        site.spec("decoder_ids").need("decoder_ids", "B × T")
        whole(site, "decoder_ids")
        new = (
            from_hub(name, site.params["revision"]) if name else configured(architecture, site.params, **told)
        )
        samples = {argument(architecture): (shape, "float32"), "decoder_input_ids": ((2, 8), "int64")}
        encoder = encoder_of(name or architecture, new, samples)
        note = "" if name else "random weights"
        return encoded(
            site, encoder, new, "{sound}, decoder_input_ids={decoder_ids}", fields=HALVES, note=note
        )
