"""The kinds of checks. A kind is one class; the table is read by the reader, the documentation and the tests."""

from builder.lessons.check import Check
from builder.lessons.checks.drawing import (
    BlockThere,
    Edited,
    EditParamIs,
    Freezes,
    NoBlock,
    NoWire,
    ParamIs,
    Tapped,
    Wired,
)
from builder.lessons.checks.running import (
    AboveBaseline,
    BelowBaseline,
    MetricReaches,
    Trained,
    Tried,
    Unchanged,
)
from builder.lessons.checks.shapes import (
    FrozenTensors,
    NoProblem,
    Parameters,
    ProblemAt,
    ProblemThere,
    ShapeIs,
    Sound,
    TensorsKept,
    Trainable,
)

KINDS: tuple[type[Check], ...] = (
    BlockThere,
    NoBlock,
    Wired,
    NoWire,
    Tapped,
    ParamIs,
    Edited,
    EditParamIs,
    Freezes,
    Sound,
    ProblemAt,
    ProblemThere,
    NoProblem,
    ShapeIs,
    Parameters,
    Trainable,
    FrozenTensors,
    TensorsKept,
    Trained,
    Unchanged,
    MetricReaches,
    AboveBaseline,
    BelowBaseline,
    Tried,
)
"""Every kind of check, in the order in which the documentation lists them."""

FORMS = tuple(kind.form for kind in KINDS)


def check_of(text: str) -> Check | None:
    """The check that a line of a lesson says; None where no kind has this form."""
    return next((check for kind in KINDS if (check := kind.read(text)) is not None), None)
