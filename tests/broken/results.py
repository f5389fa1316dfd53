"""What leaves: pictures, boxes, actions, and the branches that a condition chooses from."""

from collections.abc import Callable, Iterator
from typing import Any

from builder import Document
from builder.documents.reading import from_json
from tests.broken.changes import Case, moved, put
from tests.broken.form import graph
from tests.broken.sound import decoder


def picture(**output: Any) -> Callable[[], Document]:
    """A frozen backbone and a decoder that draws 8 × 8 pictures."""

    def changed() -> Document:
        data = decoder().to_json()
        data["nodes"][-1] |= {"block": "picture_output", "params": output}
        return from_json(data)

    return changed


def boxes() -> Document:
    return graph(
        {
            "image": ("image_input", {"size": 64}),
            "net": ("torchvision", {"model": "resnet18", "freeze": {"what": "all"}}),
            "where": ("conv2d", {"out_channels": 4, "kernel_size": [1]}),
            "decoded": "boxes_from_cells",
            "what": ("conv2d", {"out_channels": 3, "kernel_size": [1]}),
            "found": "detection_output",
        },
        "image.image > net.image; net.map > where.x; where.y > decoded.x; decoded.boxes > found.boxes;"
        "net.map > what.x; what.y > found.scores",
    )


def agent() -> Document:
    return graph(
        {
            "cells": ("vector_input", {"width": 16}),
            "felt": ("linear", {"out_features": 16}),
            "known": ("linear", {"out_features": 4}),
            "guessed": ("linear", {"out_features": 4}),
            "acts": "action_output",
            "copies": ("action_output", {"loss": "match"}),
        },
        "cells.vector > known.x; known.y > acts.values; cells.vector > felt.x; felt.y > guessed.x;"
        "guessed.y > copies.values; known.y > copies.like",
    )


def branches() -> Document:
    return graph(
        {
            "numbers": ("vector_input", {"width": 8}),
            "which": ("condition_input", {"names": "left, right"}),
            "one": ("linear", {"out_features": 5}),
            "two": ("linear", {"out_features": 5}),
            "route": "route",
            "kind": "class_output",
        },
        "numbers.vector > one.x; numbers.vector > two.x; which.condition > route.condition; one.y > route.xs;"
        "two.y > route.xs; route.y > kind.x",
    )


def cases() -> Iterator[tuple[str, Case]]:
    yield (
        "a picture of twelve channels",
        (put(picture(), "up", out_channels=12), "picture", "picture_channels"),
    )
    yield "a picture of another size", (picture(size=32), "picture", "picture_size")
    yield "shares from -1 to 1", (picture(loss="bce", range="centred"), "picture", "picture_range")
    yield "boxes of five numbers", (put(boxes, "where", out_channels=5), "decoded", "box_numbers")
    yield (
        "boxes that were not decoded",
        (moved(boxes, "decoded.boxes > found.boxes", "where.y > found.boxes"), "found", "wire_kind"),
    )
    yield "boxes on a finer grid", (put(boxes, "where", padding=[1]), "found", "detection_cells")
    yield "no score for the background", (put(boxes, "what", out_channels=1), "found", "detection_background")
    yield "values of five actions", (put(agent, "guessed", out_features=5), "copies", "match_shapes")
    yield "nothing to become like", (moved(agent, "known.y > copies.like"), "copies", "match_wire")
    yield "a wire that no loss looks at", (put(agent, "copies", loss="none"), "copies", "match_wire")
    yield "branches of two widths", (put(branches, "two", out_features=6), "route", "branch_shapes")
    yield "a branch for no case", (put(branches, "route", branches="left, up"), "route", "branch_names")
    yield "a case without a branch", (put(branches, "which", names="left, right, up"), "route", "no_branch")
    yield "one branch less", (moved(branches, "two.y > route.xs"), "route", "no_branch")
