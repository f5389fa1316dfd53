"""What is known of a wire without any data: the meaning of its axes, its memory, and what its positions see."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from builder.looking.field import Field, receptive_fields
from builder.planning.planned import Plan
from builder.problem import refuse
from builder.sizes import Size, Symbolic
from builder.spec import Spec

ASSUMED = {"T": 128, "N": 1_000, "E": 5_000}
"""Sizes that memory is reckoned with where they follow the data."""

BATCH = 32

_BYTES = {"float64": 8, "int64": 8, "float16": 2, "bfloat16": 2, "bool": 1, "uint8": 1, "int8": 1, "int16": 2}

_MEANINGS = {
    "B": "samples of the batch",
    "C": "channels",
    "H": "height: rows of positions",
    "W": "width: positions in a row",
    "T": "tokens, or steps in time",
    "N": "nodes of the graph",
    "E": "edges of the graph",
    "K": "scores, one for each class",
    "2": "where each edge begins, and where it ends",
}
_IN_VECTORS = "features: what is known of each"


@dataclass(frozen=True)
class Facts:
    """A wire: its Spec, the words for its axes, bytes for one sample and for a batch, and its receptive fields.

    `assumed` holds the sizes that were assumed where the shape leaves them open.
    """

    place: str
    spec: Spec
    meanings: tuple[str, ...]
    sample: int
    batch: int
    samples: int
    assumed: Mapping[str, int]
    fields: tuple[Field, ...]

    def to_json(self) -> dict[str, Any]:
        rows = zip(self.spec.axes, self.spec.shape, self.meanings, strict=True)
        return {
            "place": self.place,
            "text": self.spec.text,
            "dtype": self.spec.dtype,
            "kind": self.spec.kind,
            "axes": [{"letter": letter, "size": str(size), "means": means} for letter, size, means in rows],
            "memory": {
                "sample": self.sample,
                "batch": self.batch,
                "samples": self.samples,
                "assumed": dict(self.assumed),
            },
            "fields": [field.to_json() for field in self.fields],
        }


def facts(planned: Plan, place: str) -> Facts:
    """Look at the wire that leaves ``node.port``, without data.

    Raises:
        Refused: nothing is known of it, because there is no such port or it waits for a break in front of it.
    """
    node, port = place_of(planned, place)
    spec = planned.specs[node, port]
    training = planned.document.training
    samples = training.batch if training else BATCH
    letters = {size.symbol for size in spec.shape if isinstance(size, Symbolic)} - {"B"}
    return Facts(
        place,
        spec,
        tuple(_meaning(letter, spec) for letter in spec.axes),
        _memory(spec, 1),
        _memory(spec, samples),
        samples,
        {letter: ASSUMED[letter] for letter in sorted(letters)},
        receptive_fields(planned, node, port),
    )


def place_of(planned: Plan, place: str) -> tuple[str, str]:
    """The node and the port of a place such as ``backbone.layer2.0``; a node alone stands for its first output.

    Raises:
        Refused: there is no such place, or its shape could not be computed.
    """
    node, _, port = place.partition(".")
    ports = [name for owner, name in planned.specs if owner == node]
    port = port or next(iter(ports), "")
    if (node, port) in planned.specs:
        return node, port
    known = [f"{owner}.{name}" for owner, name in planned.specs]
    raise refuse(
        "unknown_place",
        f"Nothing is known of {place[:80]!r}.",
        node=node if node in planned.nodes else None,
        expected="one of " + ", ".join((ports and [f"{node}.{name}" for name in ports]) or known[:8]),
        got=place[:80],
        next="Choose a wire that has a shape. One that waits does so because of a problem in front of it.",
    )


def _meaning(letter: str, spec: Spec) -> str:
    if letter == "C" and spec.rank <= 3:
        return _IN_VECTORS if spec.kind != "tokens" else "features of each token"
    if letter in _MEANINGS:
        return _MEANINGS[letter]
    return f"axis {letter[1:]}" if letter[1:].isdigit() else f"follows {letter}"


def _memory(spec: Spec, samples: int) -> int:
    sizes = ASSUMED | {"B": samples}
    return _BYTES.get(spec.dtype, 4) * prod(_at(size, sizes) for size in spec.shape)


def _at(size: Size, sizes: dict[str, int]) -> int:
    return size.at(sizes) if isinstance(size, Symbolic) else size
