"""Bad inputs, as a table: each gets a clear answer as a problem, and nothing else ever comes out."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from builder import DocumentError, Problem, check, loads
from tests.tables.bad_documents import EDITED, Data, node, params
from tests.tables.bad_files import BOMBS, BYTES, SOUND, inside


def verdict(data: str | bytes) -> tuple[Problem, ...]:
    """What reading and checking say of a file."""
    try:
        return check(loads(data))
    except DocumentError as error:
        return error.problems


def edited(change: Callable[[Data], Any]) -> str:
    data = json.loads(SOUND)
    change(data)
    return json.dumps(data)


def clear(problem: Problem) -> bool:
    """Whether a person can read it: whole sentences of ours, short, without control characters."""
    shown = [
        problem.said,
        problem.expected,
        problem.got,
        problem.next,
        problem.node or "",
        problem.param or "",
    ]
    return (
        problem.said[:1].isprintable()
        and problem.said.endswith(".")
        and all(len(text) <= 400 and text.isprintable() for text in shown)
        and not any(
            word in " ".join(shown)
            for word in ("Traceback", "pydantic", "Error:", "union_tag", "Input should", "another kind")
        )
    )


@pytest.mark.parametrize(("data", "code"), (BYTES | BOMBS).values(), ids=BYTES | BOMBS)
def test_a_bad_file_is_explained(data: str | bytes, code: str) -> None:
    problems = verdict(data)
    assert code in {problem.code for problem in problems}
    assert [str(problem) for problem in problems if not clear(problem)] == []
    assert len(problems) <= 50


@pytest.mark.parametrize(("change", "code"), EDITED.values(), ids=EDITED)
def test_a_bad_document_is_explained(change: Callable[[Data], Any], code: str) -> None:
    problems = verdict(edited(change))
    assert code in {problem.code for problem in problems}
    assert [str(problem) for problem in problems if not clear(problem)] == []


def test_the_sound_document_is_sound() -> None:
    assert verdict(SOUND) == ()
    assert verdict(b"\xef\xbb\xbf" + SOUND.encode()) == ()
    assert verdict(SOUND.replace("\n", "\r\n")) == ()


def test_text_that_only_looks_like_code_stays_text() -> None:
    label = "<img src=x onerror=alert(1)> {{7*7}} ${1} __import__('os') ,"
    document = loads(edited(node(label=label)))
    assert document.node("scores").label == label
    assert check(document) == ()


def test_brackets_in_a_text_are_no_depth() -> None:
    assert loads(inside(json.dumps('[{"\\' * 40))).title == '[{"\\' * 40


@pytest.mark.parametrize("value", ["65536", "1"])
def test_the_largest_and_smallest_sizes_pass(value: str) -> None:
    assert verdict(edited(params(out_features=int(value)))) == ()
