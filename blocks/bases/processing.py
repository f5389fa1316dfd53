"""How a network of transformers wants texts, pictures and sounds prepared, as the hub notes it."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from blocks.bases.audio_models import FRAMES
from blocks.bases.hub import kept_or_fetched, pinned
from builder.writing.build import resolve

_CENTRED, _IMAGENET, _CLIP = 0.5, 0.485, 0.481
_SCALINGS = {_CENTRED: "centred", _IMAGENET: "imagenet", _CLIP: "clip"}
_NOTE = "preprocessor_config.json"
_AUTO = "transformers.models.auto"


def text_of(params: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The tokenizer that belongs to a network of the hub: it lies at the same name and commit."""
    if not params["name"]:
        return {}
    return {"ids": {"tokenizer": params["name"], "revision": params["revision"]}}


def pictures_of(params: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The scaling of the pictures that a network of the hub was trained on; nothing where no input here does it.

    An untrained network may learn on any; what its class of processors is set to is not what its weights were fed.
    """
    known = noted(params["name"], params["revision"]) if params["name"] else None
    scaling = scaling_in(known) if known is not None else None
    return {"image": {"scaling": scaling}} if scaling else {}


def sounds_said(params: Mapping[str, Any]) -> str:
    """How a network's sounds are to be prepared, for a person; empty where it is not known."""
    known = noted(params["name"], params["revision"]) if params["name"] else None
    known = known or usual(params["architecture"])
    if not known or "sampling_rate" not in known:
        return ""
    said = f"hears {known['sampling_rate']:,} samples a second"
    bands = known.get("num_mel_bins") or (
        known.get("feature_size", 1) if known.get("feature_size", 1) > 1 else 0
    )
    if not bands and params["architecture"] in FRAMES:
        return f"{said}, as a spectrum for each moment"
    if bands:
        return f"{said}, as the logarithm of {bands} mel bands"
    return said + (", each sound brought to mean 0 and spread 1" if known.get("do_normalize") else "")


def scaling_in(known: Mapping[str, Any]) -> str | None:
    """The image input's word for the scaling in an image processor's settings; None where it has no word."""
    if known.get("do_normalize") is False:
        return "unit"
    first = (known.get("image_mean") or [None])[0]
    return None if first is None else _SCALINGS.get(round(int(first * 1_000) / 1_000, 3))


def noted(name: str, revision: str) -> Mapping[str, Any] | None:
    """The hub's note on how inputs of a network are prepared; None where there is none, or no way to it."""
    from huggingface_hub import try_to_load_from_cache

    kept = try_to_load_from_cache(name, _NOTE, revision=revision or None)
    place = kept if isinstance(kept, str) else _fetched(name, revision)
    if place is None:
        return None
    found: Mapping[str, Any] = json.loads(Path(place).read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=64)
def _fetched(name: str, revision: str) -> str | None:
    """Where the hub's note lies once it was fetched; it is asked for once."""
    from huggingface_hub import hf_hub_download

    def read(name: str, *, revision: str, local_files_only: bool = False, **_: Any) -> str:
        return str(hf_hub_download(name, _NOTE, revision=revision, local_files_only=local_files_only))

    try:
        pinned(name, revision, param="name", otherwise="clear name")
        return str(kept_or_fetched(read, name, revision))
    except Exception:  # noqa: BLE001 - a network without a note is an ordinary one, and the plan tells of no hub
        return None


@lru_cache(maxsize=256)
def usual(architecture: str) -> Mapping[str, Any] | None:
    """What the sound processor of an architecture is set to by default; None where there is none."""
    names = resolve(f"{_AUTO}.feature_extraction_auto.FEATURE_EXTRACTOR_MAPPING_NAMES")
    if architecture not in names:
        return None
    try:
        found: Mapping[str, Any] = resolve(f"transformers.{names[architecture]}")().to_dict()
    except ImportError:  # it needs a package that does not come along
        return None
    return found
