"""Sizes that follow the batch, the tokens or the graph are found from two runs."""

import pytest

from builder.sizes import shape_text, solve, symbol
from builder.weightless.running import PROBES


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (lambda p: 7, "7"),
        (lambda p: p["B"], "B"),
        (lambda p: 2 * p["B"], "2*B"),
        (lambda p: 49 * p["B"], "49*B"),
        (lambda p: p["T"], "T"),
        (lambda p: p["T"] - 2, "T - 2"),
        (lambda p: p["T"] + 1, "T + 1"),
        (lambda p: p["T"] // 2, "T/2"),
        (lambda p: 3 * p["T"], "3*T"),
        (lambda p: p["N"], "N"),
        (lambda p: p["E"], "E"),
        (lambda p: p["E"] + p["N"], "E + N"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_solve(values, text) -> None:  # type: ignore[no-untyped-def]
    found = solve([values(probe) for probe in PROBES], PROBES)
    if (
        text == "E + N"
    ):  # two symbols at once are beyond it: it must not claim a wrong single one for both probes
        assert not isinstance(found, int)
        assert [found.at(probe) for probe in PROBES] == [values(probe) for probe in PROBES]
    else:
        assert str(found) == text


def test_a_shape_reads_as_on_a_wire() -> None:
    assert shape_text((symbol("B"), 2048, 7, 7)) == "B × 2048 × 7 × 7"
    assert shape_text(()) == "one number"


def test_a_size_follows_a_symbol_that_arrives_before_a_simpler_one_that_does_not() -> None:
    first, second = (probe["T"] - 4 for probe in PROBES)
    assert str(solve((first, second), PROBES)) == "N/2 + 1"
    assert str(solve((first, second), PROBES, ("B", "T"))) == "T - 4"
    assert str(solve((PROBES[0]["B"], PROBES[1]["B"]), PROBES, ("N",))) == "B"
