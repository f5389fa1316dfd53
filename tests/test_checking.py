"""Problems of structure, as a table: what was done to a sound document, and what the check says of it."""

from collections.abc import Callable

import pytest

from builder import Document, add, check, connect, freeze, remove, set_param
from tests.networks import line, two_heads


def _raw(document: Document, **node: object) -> Document:
    data = document.node("scores").model_dump(mode="json") | node
    return document.replace_node(type(document.node("scores")).model_validate(data, strict=False))


CASES: dict[str, tuple[Callable[[], Document], list[tuple[str, str | None, str | None]]]] = {
    "sound": (line, []),
    "empty": (Document, [("no_output", None, None)]),
    "unknown block": (lambda: _raw(line(), block="linaer"), [("unknown_block", "scores", None)]),
    "unknown parameter": (
        lambda: set_param(line(), "scores", "out_feature", 3),
        [("unknown_parameter", "scores", "out_feature")],
    ),
    "parameter out of range": (
        lambda: set_param(line(), "scores", "out_features", 0),
        [("parameter", "scores", "out_features")],
    ),
    "parameter of another type": (
        lambda: set_param(line(), "scores", "out_features", "10"),
        [("parameter", "scores", "out_features")],
    ),
    "true is not a number": (
        lambda: set_param(line(), "scores", "out_features", True),
        [("parameter", "scores", "out_features")],
    ),
    "not connected": (lambda: add(line(), "relu", "loose"), [("unconnected", "loose", "x")]),
    "no output": (lambda: remove(line(), "kind"), [("no_output", None, None)]),
    "missing node": (
        lambda: connect(line(), "scores.y", "kinds.x"),
        [("missing_node", None, None)],
    ),
    "unknown output": (
        lambda: connect(add(line(), "relu", "more"), "scores.z", "more.x"),
        [("unknown_port", "scores", "z")],
    ),
    "unknown input": (
        lambda: connect(line(), "scores.y", "kind.z"),
        [("unknown_port", "kind", "z")],
    ),
    "two wires into one port": (
        lambda: connect(line(), "numbers.vector", "kind.x"),
        [("two_wires", "kind", "x")],
    ),
    "wrong kind of wire": (
        lambda: connect(add(line(), "embedding", "table"), "numbers.vector", "table.x"),
        [("wire_kind", "table", "x")],
    ),
    "cycle": (
        lambda: connect(
            connect(add(add(line(), "relu", "one"), "relu", "two"), "one.y", "two.x"), "two.y", "one.x"
        ),
        [("cycle", "one", None), ("cycle", "two", None)],
    ),
    "frozen input": (lambda: freeze(line(), "numbers"), [("freeze", "numbers", None)]),
    "duplicate id": (
        lambda: line().model_copy(update={"nodes": (*line().nodes, line().node("kind"))}),
        [("duplicate_id", "kind", None)],
    ),
}


@pytest.mark.parametrize(("make", "expected"), CASES.values(), ids=CASES.keys())
def test_check(make: Callable[[], Document], expected: list[tuple[str, str | None, str | None]]) -> None:
    problems = check(make())
    assert [(problem.code, problem.node, problem.port or problem.param) for problem in problems] == expected
    for problem in problems:
        assert problem.said.endswith(".")
        assert problem.next.endswith((".", "?"))


def test_the_nearest_name_is_suggested() -> None:
    (problem,) = check(_raw(line(), block="linaer"))
    assert "linear" in problem.expected


def test_everything_is_reported_at_once() -> None:
    broken = set_param(two_heads(), "first_hidden", "out_features", -1)
    broken = set_param(broken, "second_hidden", "bias", "yes")
    assert {problem.node for problem in check(broken)} == {"first_hidden", "second_hidden"}


def test_every_pair_of_kinds_that_does_not_fit_has_advice_of_its_own() -> None:
    from builder.checking import _GIVEN, _TAKEN
    from builder.spec import KINDS

    pairs = [(one, other) for one in KINDS.values() for other in KINDS.values() if not one.fits(other)]
    assert all(taken.family in _TAKEN or given.family in _GIVEN for given, taken in pairs)
