"""The sound architectures of transformers that were built, run without weights and run for real."""

from collections.abc import Mapping
from typing import Any

from blocks.bases.architectures import defaults
from blocks.bases.contract import floating
from builder.block import Site
from builder.problem import refuse
from builder.spec import Spec

WAVES = (
    *(
        "data2vec-audio",
        "hubert",
        "sew",
        "unispeech",
        "unispeech-sat",
        "wav2vec2",
        "wav2vec2-conformer",
        "wavlm",
    ),
)
"""They hear the samples of a sound: B × samples."""

FRAMES = (
    *("audio-spectrogram-transformer", "wav2vec2-bert"),
    "nemotron3_5_transcribe_asr_audio",
    "nemotron3_diarization",
    "nemotron3_diarization_audio",
    "nemotron_asr_streaming_encoder",
    "parakeet_encoder",
)
"""They see a spectrum for each moment: B × T × bands."""

SPECTRA = (
    "glmasr_encoder",
    "moss_transcribe_diarize_audio",
    "qwen2_audio_encoder",
    "voxtral_encoder",
    "voxtral_realtime_encoder",
)
"""They see the moments of each band: B × bands × T."""

WRITE_DOWN = ("moonshine", "speech_to_text", "whisper")
"""One half hears a sound, the other writes it down."""

SAMPLES, MOMENTS, BANDS = "B × samples", "B × T × bands", "B × bands × T"
FORMS = (
    {"whisper": BANDS, "moonshine": SAMPLES} | dict.fromkeys(WAVES, SAMPLES) | dict.fromkeys(SPECTRA, BANDS)
)
"""Architecture -> the form of its sounds; a spectrum for each moment where nothing is said."""
_BANDS = ("feature_projection_input_dim", "input_feat_per_channel", "num_mel_bins")
"""What configurations call the number of bands."""


def argument(architecture: str) -> str:
    """What an architecture's forward calls its sound."""
    heard = FORMS.get(architecture) == SAMPLES or architecture == "audio-spectrogram-transformer"
    return "input_values" if heard else "input_features"


def heard(site: Site, architecture: str) -> tuple[tuple[int, ...], Mapping[str, Any]]:
    """A shape to try an architecture with, and what its configuration is told about the sound that arrives.

    Raises:
        Refused: what arrives has another form.
    """
    form = FORMS.get(architecture, MOMENTS)
    sound = site.spec("sound").need("sound", form)
    floating(site, "sound")
    if form == SAMPLES:
        return (2, _at_least(sound, 1_000)), {}
    shape = (2, *(size if isinstance(size, int) else 40 for size in sound.shape[1:]))
    known, bands = defaults(architecture), sound.size(1 if form == BANDS else 2)
    told = {word: bands for word in _BANDS if word in known}
    if architecture == "audio-spectrogram-transformer":
        told["max_length"] = sound.size(1)
    if form == BANDS and "max_source_positions" in known:
        told["max_source_positions"] = sound.size(2) // 2
    return shape, told


def _at_least(sound: Spec, fewest: int) -> int:
    samples = sound.size(1)
    if samples < fewest:
        raise refuse(
            "sound_length",
            "Sound is shortened by a few hundred times before anything is heard, and too little of it arrives.",
            port="sound",
            expected=f"at least {fewest} samples",
            got=sound.text,
            next="Set the width of the input to the number of samples: 16000 for each second.",
        )
    return samples
