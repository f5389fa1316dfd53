"""Transformers sound network: an encoder of sound, pre-trained from the hub or built from a few numbers."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.architectures import configured, from_hub, hub_params, size_params
from blocks.bases.audio_models import FRAMES, SPECTRA, WAVES, argument, heard
from blocks.bases.encoder import POOLED, TOKENS, encoded, encoder_of
from blocks.bases.left_out import reasons
from blocks.bases.processing import sounds_said
from builder.block import Block, Input, Site
from builder.param import Choice
from builder.recipe import Recipe


@final
class TransformersAudio(Block):
    """Turn sound into a vector for each moment with a network such as wav2vec 2.0: B × samples becomes B × T × C.

    Baevski and others, "wav2vec 2.0", 2020.
    """

    title = "Transformers sound network"
    keywords = ("audio", "speech", "waveform", "wav2vec", "hubert", "spectrogram", "hub", "hugging face")
    tappable = True
    inputs = {
        "sound": Input(
            "any",
            "the samples of a sound, B × samples; a spectrum for each moment, B × T × bands; or, for networks "
            "such as voxtral_encoder, the moments of each band, B × bands × T",
        )
    }
    outputs = {"tokens": TOKENS, "pooled": POOLED}
    params = {
        **hub_params(),
        "architecture": Choice(
            sentence="What to build; for a name on the hub, what it is.",
            default="wav2vec2",
            choices=WAVES + FRAMES + SPECTRA,
            absent=reasons("sound"),
        ),
        **size_params(),
    }

    def expects(self, params: Mapping[str, Any]) -> str:
        return sounds_said(params)

    def declare(self, site: Site) -> Recipe:
        name, architecture = site.params["name"], site.params["architecture"]
        shape, told = heard(site, architecture)
        new = (
            from_hub(name, site.params["revision"]) if name else configured(architecture, site.params, **told)
        )
        encoder = encoder_of(name or architecture, new, {argument(architecture): (shape, "float32")})
        return encoded(site, encoder, new, "{sound}", note="" if name else "random weights")
