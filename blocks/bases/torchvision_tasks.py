"""torchvision's networks for other tasks than classification, as tables, and how each one is built."""

from collections.abc import Mapping
from typing import Any

from builder.param import Choice
from builder.recipe import New

SEGMENTATION = (
    *("deeplabv3_mobilenet_v3_large", "deeplabv3_resnet101", "deeplabv3_resnet50"),
    *("fcn_resnet101", "fcn_resnet50", "lraspp_mobilenet_v3_large"),
)
DETECTION = (
    *(
        "fasterrcnn_mobilenet_v3_large_320_fpn",
        "fasterrcnn_mobilenet_v3_large_fpn",
        "fasterrcnn_resnet50_fpn",
    ),
    *(
        "fasterrcnn_resnet50_fpn_v2",
        "fcos_resnet50_fpn",
        "keypointrcnn_resnet50_fpn",
        "maskrcnn_resnet50_fpn",
    ),
    *("maskrcnn_resnet50_fpn_v2", "retinanet_resnet50_fpn", "retinanet_resnet50_fpn_v2", "ssd300_vgg16"),
    "ssdlite320_mobilenet_v3_large",
)
MEASURES_ITSELF = "ssdlite320_mobilenet_v3_large"
"""It runs on a picture while it is built, so that it cannot be built without numbers."""

MOVING_STATISTICS = (
    *("fasterrcnn_resnet50_fpn_v2", "maskrcnn_resnet50_fpn_v2", "retinanet_resnet50_fpn_v2"),
    *("ssd300_vgg16", "ssdlite320_mobilenet_v3_large"),
)
"""Detectors whose trained weights have ordinary batch norms; the others' never change."""
FLOW = ("raft_large", "raft_small")
VIDEO: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("mc3_18", "r2plus1d_18", "r3d_18"), ("fc", "")),
    "s3d": ("classifier.1", ".mean((2, 3, 4))"),
    **dict.fromkeys(("mvit_v1_b", "mvit_v2_s"), ("head.1", "")),
    **dict.fromkeys(("swin3d_b", "swin3d_s", "swin3d_t"), ("head", "")),
}
"""Network for clips -> the layer that gives the scores, and what makes a vector of what arrives there."""


def weights_param(data: str) -> Choice:
    """Trained or untrained."""
    return Choice(
        sentence=f"default: trained on {data} (downloaded once); random: untrained.",
        default="random",
        choices=("random", "default"),
    )


def network(task: str, name: str, weights: str, **told: Any) -> New:
    """The constructor call; without trained weights nothing is read, not even for a part."""
    path = f"torchvision.models.{task}.{name}"
    parts = {"weights_backbone": None} if task in ("segmentation", "detection") else {}
    if weights == "random":
        return New(path, kwargs=parts | told)
    return New(path, kwargs={"weights": "DEFAULT"}, shape_kwargs=parts | told)
