"""Lessons that cannot be read, and what is asked of them and of the gallery that there is not."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from builder.lessons import document_names, read
from builder.planning.plan_cache import Cache
from builder.problem import DocumentError, Problem
from builder.registry import default_registry
from builder.ui.bench import Bench
from builder.ui.functions.gallery import gallery_functions
from builder.ui.functions.lessons import lesson_functions
from builder.ui.server.envelope import Answer
from tests.golden_codes.form import Case, sent
from tests.test_lessons import FAULTY


def faulty(name: str) -> Case:
    text, code, _, _ = FAULTY[name]

    def provoke(folder: Path) -> Problem:
        with pytest.raises(DocumentError) as caught:
            read(text, document_names())
        return next(problem for problem in caught.value.problems if problem.code == code)

    return provoke


def asked(functions: Callable[[Bench], list[Answer]], name: str, **question: Any) -> Case:
    def provoke(folder: Path) -> Problem:
        nobody: Any = SimpleNamespace()
        bench = Bench(default_registry(), Cache(), nobody, nobody, lambda who: "")
        answer = {one.__name__: one for one in functions(bench)}[name](question)
        return sent(answer["problems"][0])

    return provoke


CASES: dict[str, Case] = {
    "lesson_check": faulty("an unknown check"),
    "lesson_document": faulty("an unknown document"),
    "lesson_form": faulty("a line that is no entry"),
    "lesson_head": faulty("an id with capitals"),
    "lesson_step": faulty("an unknown key of a step"),
    "lesson_text": faulty("HTML in a line"),
    "request": asked(lesson_functions, "judge", id="s04", step=99),
    "unknown_example": asked(gallery_functions, "figures", id="s99"),
    "unknown_lesson": asked(lesson_functions, "lesson", id="s99"),
}
