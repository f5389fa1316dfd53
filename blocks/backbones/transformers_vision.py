"""Transformers vision encoder: an image encoder of transformers, from the hub or built from a few numbers."""

from typing import final

from blocks.bases.architectures import IMAGES, configured, from_hub, hub_params, size_params
from blocks.bases.contract import floating, number
from blocks.bases.encoder import POOLED, TOKENS, encoded, encoder_of
from builder.block import Block, Input, Site
from builder.param import Choice, Integer
from builder.problem import refuse
from builder.recipe import New, Recipe


@final
class TransformersVision(Block):
    """Cut images into patches and turn them into a vector for each patch with a network such as ViT.

    Dosovitskiy and others, "An Image is Worth 16x16 Words", 2021.
    """

    title = "Transformers image encoder"
    keywords = ("vit", "deit", "vision transformer", "hub", "patches", "hugging face")
    tappable = True
    inputs = {"image": Input("image", "square images")}
    outputs = {"tokens": TOKENS, "pooled": POOLED}
    params = {
        **hub_params(),
        "architecture": Choice(
            sentence="What to build where no name is given.", default="vit", choices=tuple(IMAGES)
        ),
        **size_params(),
        "patch": Integer(
            sentence="Side of the patches, in pixels; 16 where nothing is set.", optional=True, maximum=128
        ),
    }

    def declare(self, site: Site) -> Recipe:
        name = site.params["name"]
        site.spec("image").need("image", "B × C × H × W")
        floating(site, "image")
        channels, height, width = (number(site, "image", axis) for axis in (1, 2, 3))
        new = from_hub(name, site.params["revision"]) if name else _untrained(site, channels, height, width)
        encoder = encoder_of(
            name or site.params["architecture"], new, (2, channels, height, width), "float32"
        )
        return encoded(site, encoder, new, "{image}", note="" if name else "random weights")


def _untrained(site: Site, channels: int, height: int, width: int) -> New:
    """The constructor call of an untrained network for images of this size."""
    patch = site.params["patch"] or 16
    if height != width or height % patch:
        raise refuse(
            "image_size",
            f"Images are cut into patches of {patch} × {patch} pixels, which do not fill what arrives.",
            port="image",
            expected=f"square images whose side is a multiple of {patch}",
            got=site.spec("image").text,
            next="Set the size of the image input accordingly, or choose other patches.",
        )
    sizes = {"image_size": height, "num_channels": channels}
    told = {
        word: size for word, size in sizes.items() if size != {"image_size": 224, "num_channels": 3}[word]
    }
    return configured(IMAGES[site.params["architecture"]], site.params, **told)
