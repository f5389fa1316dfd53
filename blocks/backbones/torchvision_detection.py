"""Torchvision detection: the feature maps of torchvision's detectors, largest first."""

from dataclasses import replace
from typing import Any, final

from blocks.bases.contract import floating, number
from blocks.bases.encoder import encoded, encoder_of
from blocks.bases.own_weights import file_param
from blocks.bases.torchvision_tasks import (
    DETECTION,
    MEASURES_ITSELF,
    MOVING_STATISTICS,
    network,
    weights_param,
)
from builder.block import Block, Input, Output, Site
from builder.param import Choice
from builder.recipe import New, Recipe

_LEVELS = ("first", "second", "third", "fourth", "fifth", "sixth")


@final
class TorchvisionDetection(Block):
    """Turn images into feature maps of several sizes with the front half of a detector; boxes are left out.

    What follows in a detector chooses boxes by their values, so that no shape is known before it runs.

    Lin and others, "Feature Pyramid Networks for Object Detection", 2017.
    """

    title = "torchvision detection features"
    keywords = ("faster r-cnn", "mask r-cnn", "retinanet", "fcos", "ssd", "fpn", "pyramid", "boxes")
    tappable = True
    inputs = {"image": Input("image", "colour images")}
    outputs = {name: Output("map", f"the {name} feature map, counted from the largest") for name in _LEVELS}
    params = {
        "model": Choice(sentence="Whose feature maps.", default="fasterrcnn_resnet50_fpn", choices=DETECTION),
        "weights": weights_param("COCO"),
        **file_param(),
    }

    def declare(self, site: Site) -> Recipe:
        name, weights = site.params["model"], site.params["weights"]
        site.spec("image").need("image", "B × C × H × W")
        floating(site, "image")
        sizes = tuple(number(site, "image", axis) for axis in (1, 2, 3))
        detector = network("detection", name, weights)
        new = New("blocks.modules.detector.maps_of", (detector,), **_shaped(name, weights, detector))
        encoder = encoder_of(name, new, {"x": ((2, *sizes), "float32")})
        fields = dict(zip(_LEVELS, (*encoder.gives, *[""] * len(_LEVELS)), strict=False))
        note = "features only, no boxes" + (", random weights" if weights == "random" else "")
        return replace(encoded(site, encoder, new, "{image}", fields=fields), note=note)


def _shaped(name: str, weights: str, detector: New) -> dict[str, Any]:
    """How the front of a detector is built where only its shapes are asked for."""
    if name == MEASURES_ITSELF:
        return {"shape_path": "blocks.bases.detector_shapes.small_maps_of", "shape_args": (name,)}
    held = weights == "default" and name not in MOVING_STATISTICS
    return {
        "shape_path": "blocks.bases.detector_shapes.trained_maps_of" if held else None,
        "shape_args": (detector.without_weights(),),
    }
