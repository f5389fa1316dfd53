"""Torchvision optical flow: where each pixel of one image went in the next."""

from typing import final

from blocks.bases.contract import floating, number
from blocks.bases.encoder import encoded, encoder_of
from blocks.bases.own_weights import file_param
from blocks.bases.torchvision_tasks import FLOW, network, weights_param
from builder.block import Block, Input, Output, Site
from builder.param import Choice
from builder.problem import refuse
from builder.recipe import Recipe


@final
class TorchvisionFlow(Block):
    """Say for each pixel of a first image how far it moved until the second: two images become B × 2 × H × W.

    Teed and Deng, "RAFT: Recurrent All-Pairs Field Transforms for Optical Flow", 2020.
    """

    title = "torchvision optical flow"
    keywords = ("raft", "motion", "video", "displacement")
    tappable = True
    inputs = {
        "first": Input("image", "the earlier images"),
        "second": Input("image", "the later images, of the same size"),
    }
    outputs = {"flow": Output("map", "how many pixels to the right and down each pixel moved")}
    params = {
        "model": Choice(sentence="Which network.", default="raft_small", choices=FLOW),
        "weights": weights_param("several flow data sets"),
        **file_param(),
    }

    def declare(self, site: Site) -> Recipe:
        name, weights = site.params["model"], site.params["weights"]
        for port in ("first", "second"):
            site.spec(port).need(port, "B × C × H × W")
            floating(site, port)
        sizes = tuple(number(site, "first", axis) for axis in (1, 2, 3))
        alike = site.spec("second") == site.spec("first")
        if not alike or sizes[0] != 3 or any(side % 8 or side < 128 for side in sizes[1:]):
            raise refuse(
                "image_size",
                f"{name} compares two colour images at an eighth of their size, four times halved.",
                port="first" if alike else "second",
                expected="B × 3 × H × W twice, with sides of at least 128 that are multiples of 8",
                got=f"{site.spec('first').text} and {site.spec('second').text}",
                next="Set the size of both image inputs to 128 or more.",
            )
        new = network("optical_flow", name, weights)
        image = ((2, *sizes), "float32")
        encoder = encoder_of(name, new, {"image1": image, "image2": image})
        note = "random weights" if weights == "random" else ""
        return encoded(site, encoder, new, "{first}, {second}", fields={"flow": "-1"}, note=note)
