"""Detection output: a box and scores at each cell of a map leave the network."""

from typing import final

from blocks.bases.contract import floating, number, rank
from builder.block import Input, OutputBlock, Site
from builder.param import Choice, Number, Text
from builder.problem import refuse
from builder.recipe import Recipe


@final
class DetectionOutput(OutputBlock):
    """Hand out a box and scores at each cell, and compare them with boxes: B × 4 × H × W and B × (1 + K) × H × W.

    Scores are logits, background first. Boxes that overlap are thinned out when the network is tried.
    """

    title = "Detection output"
    keywords = ("detector", "bounding box", "iou", "nms", "object")
    task = "boxes"
    inputs = {
        "boxes": Input(
            "boxes", "left, top, right and bottom of a box at each cell, as shares of the picture"
        ),
        "scores": Input("map", "at each cell a score for background and for each class, before any softmax"),
    }
    params = {
        "target": Text(sentence="The data column with the true boxes.", default="boxes"),
        "names": Text(sentence="What the classes are called, in order, with commas.", default="object"),
        "loss": Choice(
            sentence="giou: cross-entropy of the scores and overlap of the boxes; none: not trained on.",
            default="giou",
            choices=("giou", "none"),
        ),
        "box_weight": Number(
            sentence="What the boxes count for beside the scores.", default=2.0, maximum=100.0
        ),
        "weight": Number(
            sentence="What this loss counts for beside other outputs.", default=1.0, maximum=1_000.0
        ),
        "overlap": Number(sentence="Boxes that overlap more than this are one find.", default=0.4),
        "least": Number(sentence="Boxes with a lower share are not shown.", default=0.5),
        "metric": Choice(
            sentence="mean_iou: mean overlap of the true boxes with those found.",
            default="mean_iou",
            choices=("mean_iou",),
        ),
    }

    def declare(self, site: Site) -> Recipe:
        boxes, scores = rank(site, "boxes", "B × 4 × H × W"), rank(site, "scores", "B × K × H × W")
        floating(site, "boxes")
        floating(site, "scores")
        if boxes.shape[1] != 4 or boxes.shape[2:] != scores.shape[2:]:
            raise refuse(
                "detection_cells",
                "Boxes and scores belong together cell by cell, and these do not lie on one grid.",
                port="scores",
                expected=f"B × (1 + K) × {' × '.join(str(size) for size in boxes.shape[2:])} beside B × 4 × H × W",
                got=f"{boxes.text} and {scores.text}",
                next="Let both heads stand on the same map, with 4 channels for the boxes.",
            )
        if number(site, "scores", 1) < 2:
            raise refuse(
                "detection_background",
                "With a single score at each cell there is no background to tell a thing from.",
                port="scores",
                expected="B × 2 × H × W or more: background first, then each class",
                got=scores.text,
                next="Give the class head one channel more than there are classes.",
            )
        return Recipe(call="{boxes}, {scores}")
