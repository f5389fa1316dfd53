"""The sound architectures of transformers that were built, run without weights and run for real."""

from collections.abc import Mapping
from typing import Any

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

FRAMES = ("audio-spectrogram-transformer", "wav2vec2-bert")
"""They see a spectrum for each moment: B × T × bands."""

WRITE_DOWN = ("moonshine", "speech_to_text", "whisper")
"""One half hears a sound, the other writes it down."""

_PATTERNS = {"whisper": "B × bands × T", "moonshine": "B × samples"} | dict.fromkeys(WAVES, "B × samples")
_FIRST = {"moonshine": "input_values", "audio-spectrogram-transformer": "input_values"} | dict.fromkeys(
    WAVES, "input_values"
)


def argument(architecture: str) -> str:
    """What an architecture's forward calls its sound."""
    return _FIRST.get(architecture, "input_features")


def heard(site: Site, architecture: str) -> tuple[tuple[int, ...], Mapping[str, Any]]:
    """A shape to try an architecture with, and what its configuration is told about the sound that arrives.

    Raises:
        Refused: what arrives has another form.
    """
    sound = site.spec("sound").need("sound", _PATTERNS.get(architecture, "B × T × bands"))
    floating(site, "sound")
    sizes = tuple(size if isinstance(size, int) else 40 for size in sound.shape[1:])
    if architecture in WAVES or architecture == "moonshine":
        return (2, _at_least(sound, 1_000)), {}
    if architecture == "wav2vec2-bert":
        return (2, *sizes), {"feature_projection_input_dim": sound.size(2)}
    if architecture == "audio-spectrogram-transformer":
        return (2, *sizes), {"max_length": sound.size(1), "num_mel_bins": sound.size(2)}
    if architecture == "whisper":
        return (2, *sizes), {"num_mel_bins": sound.size(1), "max_source_positions": sound.size(2) // 2}
    return (2, *sizes), {"input_feat_per_channel": sound.size(2)}


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
