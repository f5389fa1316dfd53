"""Torchvision segmentation: torchvision's networks that give each pixel a class."""

from typing import final

from blocks.bases.contract import floating, number
from blocks.bases.encoder import encoded, encoder_of
from blocks.bases.own_weights import file_param
from blocks.bases.torchvision_tasks import SEGMENTATION, network, weights_param
from builder.block import Block, Input, Output, Site
from builder.param import Choice
from builder.recipe import Recipe


@final
class TorchvisionSegmentation(Block):
    """Score 21 classes at each pixel of an image: B × 3 × H × W becomes B × 21 × H × W.

    Long, Shelhamer and Darrell, "Fully Convolutional Networks for Semantic Segmentation", 2015.
    """

    title = "torchvision segmentation"
    keywords = ("deeplab", "fcn", "lraspp", "mask", "pixels", "semantic")
    tappable = True
    inputs = {"image": Input("image", "colour images")}
    outputs = {
        "out": Output("map", "a score for each class at each pixel"),
        "aux": Output("map", "the same from the middle of the network, which helps in training"),
    }
    params = {
        "model": Choice(sentence="Which network.", default="fcn_resnet50", choices=SEGMENTATION),
        "weights": weights_param("COCO"),
        **file_param(),
    }

    def declare(self, site: Site) -> Recipe:
        name, weights = site.params["model"], site.params["weights"]
        site.spec("image").need("image", "B × C × H × W")
        floating(site, "image")
        sizes = tuple(number(site, "image", axis) for axis in (1, 2, 3))
        light = name.startswith("lraspp")
        both = not light and ("aux" in site.wanted or weights == "default")
        new = network("segmentation", name, weights, **({"aux_loss": True} if both else {}))
        encoder = encoder_of(name, new, {"input" if light else "x": ((2, *sizes), "float32")})
        note = "random weights" if weights == "random" else ""
        return encoded(site, encoder, new, "{image}", fields={"out": "out", "aux": "aux"}, note=note)
