"""Transformers vision network: an image network of transformers, from the hub or built from a few numbers."""

from collections.abc import Mapping
from typing import Any, final

from blocks.bases.architectures import configured, defaults, from_hub, hub_params, size_params
from blocks.bases.contract import floating, number
from blocks.bases.encoder import FIELDS, POOLED, TOKENS, encoded, encoder_of
from blocks.bases.left_out import reasons
from blocks.bases.processing import pictures_of
from blocks.bases.vision_models import VIEWERS
from builder.block import Block, Input, Output, Site
from builder.param import Choice, Integer
from builder.problem import refuse
from builder.recipe import New, Recipe


@final
class TransformersVision(Block):
    """Turn images into a vector for each patch, or a feature map, with a network such as ViT or ConvNeXt.

    Dosovitskiy and others, "An Image is Worth 16x16 Words", 2021.
    """

    title = "Transformers image network"
    keywords = (
        "vit",
        "deit",
        "dinov2",
        "swin",
        "convnext",
        "vision transformer",
        "hub",
        "patches",
        "hugging face",
    )
    tappable = True
    inputs = {"image": Input("image", "square images")}
    outputs = {
        "tokens": TOKENS,
        "pooled": POOLED,
        "map": Output("map", "the last feature map, B × C × H × W"),
    }
    params = {
        **hub_params(),
        "architecture": Choice(
            sentence="What to build where no name is given.",
            default="vit",
            choices=VIEWERS,
            absent=reasons("image"),
        ),
        **size_params(),
        "patch": Integer(
            sentence="Side of the patches, in pixels, where images are cut into patches.",
            optional=True,
            maximum=128,
        ),
    }

    def carries(self, params: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        return pictures_of(params)

    def declare(self, site: Site) -> Recipe:
        name = site.params["name"]
        site.spec("image").need("image", "B × C × H × W")
        floating(site, "image")
        channels, height, width = (number(site, "image", axis) for axis in (1, 2, 3))
        new = from_hub(name, site.params["revision"]) if name else _untrained(site, channels, height, width)
        samples = {"pixel_values": ((2, channels, height, width), "float32")}
        encoder = encoder_of(name or site.params["architecture"], new, samples)
        fields = FIELDS | {"map": "last_hidden_state"}
        return encoded(site, encoder, new, "{image}", fields=fields, note="" if name else "random weights")


def _untrained(site: Site, channels: int, height: int, width: int) -> New:
    """The constructor call of an untrained network for images of this size."""
    architecture = site.params["architecture"]
    known = defaults(architecture)
    patch = site.params["patch"] or known.get("patch_size")
    if isinstance(patch, int) and "image_size" in known and (height != width or height % patch):
        raise refuse(
            "image_size",
            f"Images are cut into patches of {patch} × {patch} pixels, which do not fill what arrives.",
            port="image",
            expected=f"square images whose side is a multiple of {patch}",
            got=site.spec("image").text,
            next="Set the size of the image input accordingly, or choose other patches.",
        )
    square = isinstance(known.get("image_size"), (list, tuple))
    sizes = {"image_size": [height, width] if square else height, "num_channels": channels}
    told: dict[str, Any] = {word: size for word, size in sizes.items() if known.get(word, size) != size}
    return configured(architecture, site.params, **told)
