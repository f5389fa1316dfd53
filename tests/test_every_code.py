"""Every problem code has a golden text, and a test that provokes the problem compares it."""

from pathlib import Path

import pytest

from builder.help import HELP
from builder.problem import Refused, refuse
from builder.weightless.foreign import explain
from tests.golden_codes.cases import CASES, PARTS
from tests.test_broken_documents import FILES, FIRST, RAISED, REFUSED

GOLDEN = Path(__file__).parent / "golden" / "codes"


def test_every_code_is_provoked_and_its_text_compared() -> None:
    compared = {*FIRST, *FILES, *REFUSED, *RAISED, *CASES}
    assert compared == set(HELP)


def test_there_is_a_golden_text_of_every_code_and_of_nothing_else() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(HELP)


def test_each_text_is_compared_once() -> None:
    others = {*FIRST, *FILES, *REFUSED, *RAISED}
    assert not others & set(CASES)
    assert sum(map(len, PARTS)) == len(CASES)


FOREIGN = {
    "mismatch": "The size of tensor a (4) must match the size of tensor b (5)",
    "refused_by_torch": "something new",
    "missing_package": "No module named 'nothing'",
    "weights_unavailable": "We couldn't connect to the hub",
    "memory": "CUDA out of memory",
}


@pytest.mark.parametrize(("code", "raw"), FOREIGN.items())
def test_what_libraries_say_becomes_a_code(code: str, raw: str) -> None:
    assert explain(RuntimeError(raw)).code == code


def test_our_own_refusals_keep_their_code() -> None:
    error = refuse("kernel", "Too large.", port="x")
    assert isinstance(error, Refused)
    assert explain(error, node="here").node == "here"
