"""What the canvas asks about lessons: one envelope for every answer, and nobody is judged by another's runs."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request

from builder import Document, dumps
from builder.jobs import JobState
from builder.lessons import lessons
from builder.planning.plan_cache import Cache
from builder.registry import default_registry
from builder.ui.bench import Bench
from builder.ui.functions.gallery import gallery_functions
from builder.ui.functions.lessons import lesson_functions
from tests.networks import line

Ask = Callable[..., dict[str, Any]]

TEXT = """# Mine

```lesson
id: mine
about: A lesson of my own.
```

## Draw

```step
open: my_network
check: block linear
```

Draw.

## Train

```step
check: trained
check: metric kind accuracy above majority
check: tried
```

Train.
"""
MINE = {"text": TEXT, "documents": ["my_network.json"]}
FIGURES = {"test": {"kind": {"accuracy": 0.9}}, "baseline": {"kind": {"value": 0.8, "majority": 0.4}}}


def request(owner: str) -> Request:
    gradio = SimpleNamespace(cookie_id="x", tokens={"signed": "teacher"})
    cookies = f"owner={owner}; access-token-x=signed".encode()
    return Request({"type": "http", "headers": [(b"cookie", cookies)], "app": gradio})


class Jobs:
    """Jobs as they were prepared: owner -> the states of each kind."""

    def __init__(self) -> None:
        self.states: dict[tuple[str, str], list[JobState]] = {}

    def listed(self, owner: str, kind: str) -> list[JobState]:
        return self.states.get((owner, kind), [])


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


@pytest.fixture
def ask(jobs: Jobs, tmp_path: Path) -> Ask:
    store = SimpleNamespace(run_folder=lambda job: tmp_path / job)
    bench = Bench(
        default_registry(), Cache(), store, jobs, lambda who: f"{who.cookies['owner']}@{who.state.username}"
    )
    functions = {one.__name__: one for one in (*lesson_functions(bench), *gallery_functions(bench))}
    return lambda name, sent=None, *more: functions[name](sent, *more)


def trained(jobs: Jobs, folder: Path, document: Document, owner: str = "me@teacher", **parts: Any) -> None:
    """Prepare a run that finished."""
    (folder / "run1").mkdir(exist_ok=True)
    record = {"document": document.to_json(), "figures": FIGURES}
    (folder / "run1" / "run.json").write_text(json.dumps(record))
    state: dict[str, Any] = {"id": "run1", "kind": "train", "status": "done", "submitted": 1.0, "ended": 5.0}
    jobs.states[owner, "train"] = [JobState(**state | parts)]


def met(ask: Ask, step: int, owner: str = "me") -> list[bool]:
    answer = ask("judge", {**MINE, "step": step, "document": dumps(line())}, request(owner))
    assert answer["ok"], answer
    found: list[bool] = answer["result"]["met"]
    return found


def test_the_gallery_gets_heads_and_a_lesson_its_steps(ask: Ask) -> None:
    assert [row["id"] for row in ask("lessons")["result"]] == [lesson.id for lesson in lessons()]
    lesson = ask("lesson", {"id": "S04"})["result"]
    assert lesson["steps"][1]["opens"] == "faulty/s04_pooled_vector"
    assert json.loads(json.dumps(lesson)) == lesson


def test_a_lesson_of_ones_own_may_open_what_was_chosen_with_it(ask: Ask) -> None:
    assert ask("lesson", MINE)["result"]["id"] == "mine"
    alone = ask("lesson", {"text": TEXT})
    assert [problem["code"] for problem in alone["problems"]] == ["lesson_document"]
    sent = {"source": "my_network with scores.out_features 5", "text": dumps(line())}
    opened = json.loads(ask("lesson_document", sent)["result"]["document"])
    assert next(node for node in opened["nodes"] if node["id"] == "scores")["params"]["out_features"] == 5


def test_a_check_of_the_canvas_needs_no_owner(ask: Ask) -> None:
    answer = ask("judge", {**MINE, "step": 0, "document": dumps(line())})
    assert answer["result"] == {"step": 0, "met": [True]}


def test_a_run_of_this_network_meets_its_checks(ask: Ask, jobs: Jobs, tmp_path: Path) -> None:
    assert met(ask, 1) == [False, False, False]
    trained(jobs, tmp_path, line())
    assert met(ask, 1) == [True, True, False]
    jobs.states["me@teacher", "infer"] = [JobState(id="t", kind="infer", status="done", submitted=4.0)]
    assert met(ask, 1) == [True, True, False]  # that was before the run had ended
    jobs.states["me@teacher", "infer"] = [JobState(id="t", kind="infer", status="done", submitted=6.0)]
    assert met(ask, 1) == [True, True, True]


def test_another_network_another_owner_and_a_failed_run_meet_nothing(
    ask: Ask, jobs: Jobs, tmp_path: Path
) -> None:
    trained(jobs, tmp_path, line().model_copy(update={"seed": 7}))
    assert met(ask, 1) == [False, False, False]
    trained(jobs, tmp_path, line())
    assert met(ask, 1, "you") == [False, False, False]
    trained(jobs, tmp_path, line(), status="failed")
    assert met(ask, 1) == [False, False, False]
    trained(jobs, tmp_path, line())
    (tmp_path / "run1" / "run.json").write_text("{")
    assert met(ask, 1) == [False, False, False]


EMPTY = '{"format":"netgraft","version":1}'


@pytest.mark.parametrize(
    ("name", "sent", "code"),
    [
        ("lesson", None, "unknown_lesson"),
        ("lesson", {"id": "../../etc/passwd"}, "unknown_lesson"),
        ("lesson", {"text": "no lesson"}, "lesson_form"),
        ("lesson", {"text": TEXT, "documents": "my_network"}, "lesson_document"),
        ("lesson", {"text": TEXT, "documents": [{"path": "/etc/passwd"}]}, "lesson_document"),
        ("lesson", [1, 2], "request"),
        ("lesson_document", {}, "lesson_document"),
        ("lesson_document", {"source": "../../../etc/passwd"}, "lesson_document"),
        ("lesson_document", {"source": "s04 with gone.size 1"}, "lesson_document"),
        ("lesson_document", {"source": "mine", "text": "{"}, "document_json"),
        ("judge", {**MINE, "step": 2, "document": EMPTY}, "request"),
        ("judge", {**MINE, "step": True, "document": EMPTY}, "request"),
        ("judge", {**MINE, "document": EMPTY}, "request"),
        ("judge", {**MINE, "step": 0, "document": {"format": "netgraft"}}, "request"),
        ("judge", {**MINE, "step": 0, "document": "{"}, "document_json"),
        ("figures", {"id": "../s04"}, "unknown_example"),
        ("figures", None, "request"),
    ],
)
def test_bad_requests_get_problems(ask: Ask, name: str, sent: Any, code: str) -> None:
    answer = ask(name, sent)
    assert answer["ok"] is False
    assert answer["problems"][0]["code"] == code


def test_the_gallery_gets_an_examples_size(ask: Ask) -> None:
    assert ask("figures", {"id": "s03"})["result"]["parameters"] == 628
