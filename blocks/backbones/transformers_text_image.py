"""Transformers text and image network: texts and images become vectors in one space, as CLIP does it."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.architectures import defaults, from_hub, hub_params, size_params, told
from blocks.bases.contract import floating, number
from blocks.bases.encoder import IDS, MASK, encoded, encoder_of, text_arguments
from blocks.bases.left_out import reasons
from blocks.bases.processing import pictures_of, text_of
from blocks.bases.vision_models import PAIRS
from builder.block import Block, Input, Output, Site
from builder.param import Choice, Integer
from builder.recipe import New, Recipe

_FIELDS = {"text_vector": "text_embeds", "image_vector": "image_embeds"}


@final
class TransformersTextImage(Block):
    """Turn texts and images into vectors that lie close where they belong together: each B × C, of length 1.

    Radford and others, "Learning Transferable Visual Models From Natural Language Supervision", 2021.
    """

    title = "Transformers text and image network"
    keywords = ("clip", "siglip", "multimodal", "zero-shot", "contrastive", "hub", "hugging face")
    tappable = True
    inputs = {"ids": IDS, "image": Input("image", "square images"), "mask": MASK}
    outputs = {
        "text_vector": Output("vector", "a vector for each text"),
        "image_vector": Output("vector", "a vector for each image, in the same space"),
    }
    params = {
        **hub_params(),
        "architecture": Choice(
            sentence="What to build where no name is given.",
            default="clip",
            choices=PAIRS,
            absent=reasons("pairs"),
        ),
        **size_params(),
        "patch": Integer(sentence="Side of the patches, in pixels.", optional=True, maximum=128),
        "projection": Integer(sentence="Width of the shared space.", optional=True, maximum=8192),
    }

    def carries(self, params: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        return text_of(params) | pictures_of(params)

    def declare(self, site: Site) -> Recipe:
        name, architecture = site.params["name"], site.params["architecture"]
        given = text_arguments(site)
        site.spec("image").need("image", "B × C × H × W")
        floating(site, "image")
        channels, height, width = (number(site, "image", axis) for axis in (1, 2, 3))
        new = from_hub(name, site.params["revision"]) if name else _untrained(site, height)
        samples = {
            "input_ids": ((2, 8), "int64"),
            "pixel_values": ((2, channels, height, width), "float32"),
        }
        encoder = encoder_of(name or architecture, new, samples)
        note = "" if name else "random weights"
        return encoded(site, encoder, new, given + ", pixel_values={image}", fields=_FIELDS, note=note)


def _untrained(site: Site, side: int) -> New:
    """The constructor call of an untrained pair for images of this size."""
    architecture, params = site.params["architecture"], site.params
    known = defaults(architecture)
    parts: dict[str, Any] = {
        part: told(known[part], params) | ({"image_size": side} if "image_size" in known[part] else {})
        for part in ("text_config", "vision_config")
    }
    for word in ("projection_dim", "project_dim"):
        if params["projection"] and word in known:
            parts[word] = params["projection"]
        for part in ("text_config", "vision_config"):
            if params["projection"] and word in known[part]:
                parts[part][word] = params["projection"]
    config = New("transformers.AutoConfig.for_model", (architecture,), parts)
    return New("transformers.AutoModel.from_config", (config,))
