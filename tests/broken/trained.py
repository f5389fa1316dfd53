"""Parts of a training that name what is not there, or what never learns; groups and shared weights."""

from collections.abc import Callable, Iterator
from typing import Any

from builder import Document, add, share
from builder.documents.document import Node
from builder.documents.reading import from_json
from tests.broken.changes import Case, more
from tests.broken.sound import backbone, table
from tests.grouped import conv, narrow, network, row


def training(make: Callable[[], Document], **settings: Any) -> Callable[[], Document]:
    """With these settings of a training."""

    def changed() -> Document:
        return from_json(make().to_json() | {"training": {"epochs": 4} | settings})

    return changed


def twice(**again: Any) -> Callable[[], Document]:
    """Two layers with one set of weights."""

    def made() -> Document:
        document = more(
            table,
            "hidden.y > again.x; again.y > second.x",
            again=("linear", {"out_features": 64} | again),
            second=("value_output", {"target": "other"}),
        )()
        return share(document, "again", "hidden")

    return made


def cases() -> Iterator[tuple[str, Case]]:
    for name, code, settings in (
        ("a part of no node", "training_node", {"schedule": [{"epoch": 2, "node": "spine"}]}),
        (
            "a part of no layer",
            "training_pattern",
            {"schedule": [{"epoch": 2, "node": "net", "patterns": ["layer7"]}]},
        ),
        (
            "a part after the end",
            "schedule_epoch",
            {"schedule": [{"epoch": 9, "node": "net", "patterns": ["layer4"]}]},
        ),
        ("a part that learns already", "schedule_free", {"schedule": [{"epoch": 2, "node": "hidden"}]}),
        ("a rate of what is frozen", "rate_frozen", {"rates": [{"node": "net", "factor": 0.1}]}),
    ):
        yield (
            name,
            (
                training(backbone, **settings),
                None if code == "training_node" else settings[next(iter(settings))][0]["node"],
                code,
            ),
        )
    yield "weights for another width", (twice(), "again", "shares")
    yield (
        "a wire into a group that is too wide",
        (lambda: network("narrow", groups=(narrow(),)), "a", "features"),
    )
    yield (
        "a group in itself",
        (lambda: network("one", groups=(row("one", Node(id="a", block="one")),)), "a", "group_circle"),
    )
    yield (
        "a group with the name of a block",
        (lambda: network("relu", groups=(row("relu", conv()),)), None, "group_name"),
    )
    yield (
        "a port of a group outside",
        (lambda: add(network("conv2d"), "group_input", "port"), "port", "group_port"),
    )
