"""Every problem code is provoked by some test: those of broken documents in the table, the others beside what "
"they are of."""

import re
from pathlib import Path

import pytest

from builder.help import HELP
from builder.problem import Refused, refuse
from builder.weightless.foreign import explain
from tests.broken.cases import CASES
from tests.broken.form import graph

TESTS = Path(__file__).parent
SELF = Path(__file__).name

ELSEWHERE = {
    "canvas_missing": "the page was not built; the build itself is tested",
    "document_file": "the file system refuses, which a test run as root cannot bring about",
    "estimator_rows": "training rows of one class only, which the splits by class do not bring about",
    "taps_beside": "a timm network that gives its own scores beside tapped modules",
    "unused_port": "a look at an output without a wire, which the page does not offer",
    "no_edits": "asked for the receipt of a node without edits, which the page does not offer",
    "no_model": "tried before a run was chosen, which the page does not offer",
    "output_rows": "a model that gives another number of rows than it was given; no block does",
    "sound_length": "a sound shorter than a window of the network",
    "unknown_example": "a request for an example that is not there, which the page does not make",
    "unknown_lesson": "a request for a lesson that is not there, which the page does not make",
}
"""Codes that no test provokes, and why."""


def provoked() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py") if path.name != SELF]
    named = {code for text in texts for code in re.findall(r'"([a-z_]+)"', text)}
    golden = {path.stem for path in (TESTS / "golden" / "codes").glob("*.txt")}
    faulty = {
        line
        for path in (TESTS / "golden" / "faulty").glob("*.txt")
        for line in path.read_text("utf-8").splitlines()
    }
    return named | golden | faulty | {code for _, _, code in CASES.values()}


def test_every_code_is_provoked_or_says_why_not() -> None:
    missing = set(HELP) - provoked() - set(ELSEWHERE) - set(MORE) - {"target_width"}
    assert not missing, sorted(missing)


MORE = {
    "mismatch": "The size of tensor a (4) must match the size of tensor b (5)",
    "refused_by_torch": "something new",
    "missing_package": "No module named 'nothing'",
    "weights_unavailable": "We couldn't connect to the hub",
    "memory": "CUDA out of memory",
}


@pytest.mark.parametrize(("code", "raw"), MORE.items())
def test_what_libraries_say_becomes_a_code(code: str, raw: str) -> None:
    assert explain(RuntimeError(raw)).code == code


def test_an_output_of_another_width_than_its_target() -> None:
    from builder.fitting import fit

    document = graph(
        {
            "numbers": ("vector_input", {"width": 13}),
            "odd": "linear",
            "same": ("value_output", {"target": "features"}),
        },
        "numbers.vector > odd.x; odd.y > same.x",
        training={"data": "wine", "epochs": 1},
    )
    (*_, last) = fit(document)
    assert last["problem"]["code"] == "target_width"


def test_our_own_refusals_keep_their_code() -> None:
    error = refuse("kernel", "Too large.", port="x")
    assert isinstance(error, Refused)
    assert explain(error, node="here").node == "here"
