"""Lessons: the strict reader, every kind of check both ways, and that each lesson keeps what it promises."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from builder import Document, add, connect, freeze, load, plan, set_param, tap
from builder.cli import cli
from builder.documents.document import Edit
from builder.documents.examples import examples
from builder.lessons import (
    Lesson,
    Source,
    State,
    Step,
    Trial,
    document_names,
    document_path,
    faults,
    lessons,
    read,
    shelf,
)
from builder.lessons.checks import FORMS, KINDS, check_of
from builder.lessons.prose import prose
from builder.problem import DocumentError, Problem, Refused

FOLDER = Path(__file__).parents[1] / "assets" / "lessons"
README = (FOLDER / "README.md").read_text(encoding="utf-8")

GOOD = """# A line

```lesson
id: line
about: One sentence.
```

## First

```step
open: s03
check: sound
say: It fits
```

Some *text*.

## Second

More.
"""


def found_in(text: str) -> list[Problem]:
    with pytest.raises(DocumentError) as caught:
        read(text, document_names())
    return list(caught.value.problems)


def test_a_lesson_is_read() -> None:
    lesson = read(GOOD, document_names())
    assert (lesson.id, lesson.title, lesson.about) == ("line", "A line", "One sentence.")
    assert [step.title for step in lesson.steps] == ["First", "Second"]
    first = lesson.steps[0].to_json()
    assert (first["opens"], first["checks"], first["runs"]) == ("s03", ["It fits"], False)
    assert lesson.start(1) == "s03"


FAULTY = {
    "nothing": ("", "lesson_form", 1, "# Title"),
    "no title": ("## First\n\nText.\n", "lesson_form", 1, "# Title"),
    "two titles": (GOOD + "\n# Another\n", "lesson_form", 22, "one heading #"),
    "no steps": (GOOD.split("## First", maxsplit=1)[0], "lesson_form", 1, "1 to 40 headings"),
    "text before the first step": (
        GOOD.replace("## First", "Hello.\n\n## First"),
        "lesson_form",
        8,
        "a heading ##",
    ),
    "no id": (GOOD.replace("id: line\n", ""), "lesson_head", 1, "id: "),
    "an id with capitals": (GOOD.replace("id: line", "id: Line"), "lesson_head", 4, "small letters"),
    "an unknown key of the head": (GOOD.replace("about:", "abuot:"), "lesson_head", 5, "about"),
    "a head that stays open": (GOOD.split("```\n\n## First", maxsplit=1)[0], "lesson_form", 3, "```"),
    "a line that is no entry": (GOOD.replace("check: sound", "sound"), "lesson_form", 12, "key: value"),
    "an unknown key of a step": (GOOD.replace("check: sound", "chek: sound"), "lesson_step", 12, "check"),
    "an unknown check": (
        GOOD.replace("check: sound", "check: wire a to"),
        "lesson_check",
        12,
        "wire SOURCE to TARGET",
    ),
    "words without a check": (GOOD.replace("check: sound\n", ""), "lesson_step", 12, "right below its check"),
    "an unknown document": (
        GOOD.replace("open: s03", "open: s03_karate"),
        "lesson_document",
        11,
        "s03_karate_club",
    ),
    "a document with odd changes": (
        GOOD.replace("open: s03", "open: s03 with size"),
        "lesson_step",
        11,
        "NODE.PARAM",
    ),
    "two documents": (GOOD.replace("open: s03", "open: s03\nopen: s04"), "lesson_step", 12, "each once"),
    "a step without text": (GOOD.replace("More.", ""), "lesson_step", 18, "a paragraph"),
    "HTML": (GOOD.replace("More.", "<script>alert(1)</script>"), "lesson_text", 20, "Markdown"),
    "HTML in a line": (GOOD.replace("More.", "More <b>text</b>."), "lesson_text", 20, "Markdown"),
    "a picture": (GOOD.replace("More.", "![x](https://a.b/c.png)"), "lesson_text", 20, "Markdown"),
    "a link to a script": (GOOD.replace("More.", "[x](ftp://a.b/c)"), "lesson_text", 20, "https://"),
    "a link to a file": (GOOD.replace("More.", "[x](/etc/passwd)"), "lesson_text", 20, "https://"),
    "far too long": (GOOD + "x" * 200_001, "lesson_form", 1, "200 KB"),
}


@pytest.mark.parametrize(("text", "code", "line", "expected"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_file_is_refused_with_its_line(text: str, code: str, line: int, expected: str) -> None:
    found = [problem for problem in found_in(text) if problem.code == code]
    assert found, found_in(text)
    assert found[0].said.startswith(f"Line {line}: "), found[0].said
    assert expected in found[0].expected


def test_every_fault_is_reported_at_once() -> None:
    text = GOOD.replace("check: sound", "check: nonsense").replace("open: s03", "open: nothing")
    assert {problem.code for problem in found_in(text)} >= {"lesson_check", "lesson_document"}


def test_a_script_address_is_text_and_no_link() -> None:
    elements, problems = prose("[x](javascript:alert(1))", 1)
    assert problems == []
    assert "href" not in json.dumps(elements)


def test_a_fence_in_the_text_may_hold_headings() -> None:
    lesson = read(GOOD.replace("More.", "```python\n# a comment\n## another\n```"), document_names())
    assert len(lesson.steps) == 2
    assert lesson.steps[1].text[0] == {"tag": "pre", "children": [{"text": "# a comment\n## another\n"}]}


def network() -> Document:
    document = add(Document(), "image_input", "image", size=64)
    document = add(document, "torchvision", "backbone", model="resnet18")
    document = add(document, "linear", "scores", out_features=10)
    document = add(document, "class_output", "digit")
    document = connect(document, "image.image", "backbone.image")
    document = connect(document, "backbone.features", "scores.x")
    document = connect(document, "scores.y", "digit.x")
    return freeze(tap(document, "backbone", "layer3"), "backbone")


def edited(**params: object) -> Document:
    document = network()
    edit = Edit(do="insert_after", path="layer1.0", block="squeeze_excitation", params=params)
    return document.replace_node(document.node("backbone").model_copy(update={"edits": (edit,)}))


def ran(accuracy: float, changed: tuple[str, ...] = (), *, tried: bool = False) -> State:
    figures = {
        "test": {"digit": {"accuracy": accuracy, "loss": 0.4}},
        "baseline": {"digit": {"name": "Logistic regression", "value": 0.8, "majority": 0.1}},
        "proof": {"tensors": 122, "changed": list(changed)},
    }
    moved = network().model_copy(update={"title": "Elsewhere"})
    return State(plan(network()), (Trial(moved, figures, tried),))


EMPTY = plan(Document())
NETWORK = plan(network())
EDITED = plan(edited())
HALF = plan(edited(identity=False))
BROKEN = plan(set_param(network(), "scores", "in_features", 7))
RAW = plan(connect(network().model_copy(update={"edges": ()}), "image.image", "backbone.image"))
OTHER = State(plan(set_param(network(), "scores", "out_features", 5)), ran(0.9).trials)

BOTH_WAYS: dict[str, tuple[State, State]] = {
    "block linear": (State(NETWORK), State(EMPTY)),
    "no block softmax": (State(NETWORK), State(EMPTY)),
    "wire backbone.features to scores.x": (State(NETWORK), State(RAW)),
    "wire torchvision.features to linear.x": (State(NETWORK), State(RAW)),
    "no wire backbone.features to scores.x": (State(RAW), State(NETWORK)),
    "tap backbone layer3": (State(NETWORK), State(EMPTY)),
    "parameter scores.out_features is 10": (State(NETWORK), OTHER),
    "parameter image.channels is 3": (State(NETWORK), State(EMPTY)),
    "edit backbone layer1.0 with squeeze_excitation": (State(EDITED), State(NETWORK)),
    "edit backbone layer1.0 with squeeze_excitation where identity is false": (State(HALF), State(EDITED)),
    "frozen backbone": (State(NETWORK), State(EMPTY)),
    "sound": (State(NETWORK), State(BROKEN)),
    "problem features at scores": (State(BROKEN), State(NETWORK)),
    "problem features": (State(BROKEN), State(NETWORK)),
    "no problem features": (State(NETWORK), State(BROKEN)),
    "shape backbone.features is B x 512": (State(NETWORK), State(EMPTY)),
    "shape scores.y is B × 10": (State(NETWORK), OTHER),
    "parameters 11,181,642": (State(NETWORK), State(BROKEN)),
    "trainable 5130": (State(NETWORK), OTHER),
    "frozen tensors 120": (State(NETWORK), State(EMPTY)),
    "dropped tensors backbone 0": (State(EDITED), State(NETWORK)),
    "trained": (ran(0.5), OTHER),
    "unchanged": (ran(0.5), ran(0.5, ("backbone.conv1.weight",))),
    "metric digit accuracy at least 0.7": (ran(0.7), ran(0.69)),
    "metric digit accuracy above baseline": (ran(0.81), ran(0.8)),
    "metric digit accuracy above majority": (ran(0.2), ran(0.1)),
    "metric digit loss below baseline": (ran(0.9), State(NETWORK)),
    "tried": (ran(0.5, tried=True), ran(0.5)),
}


@pytest.mark.parametrize(("text", "states"), BOTH_WAYS.items(), ids=BOTH_WAYS)
def test_a_check_says_yes_and_no(text: str, states: tuple[State, State]) -> None:
    check = check_of(text)
    assert check is not None
    assert [check.met(state) for state in states] == [True, False]
    assert check.said()[0].isalnum()
    assert check.said().endswith(".")


def test_every_kind_of_check_is_tested_both_ways() -> None:
    tested = {type(check_of(text)) for text in BOTH_WAYS}
    assert tested == set(KINDS)


def test_a_form_is_read_by_its_own_kind_alone() -> None:
    for text in BOTH_WAYS:
        assert sum(kind.read(text) is not None for kind in KINDS) == 1, text


def test_a_figure_that_a_run_does_not_have_meets_nothing() -> None:
    state = ran(0.9)
    for text in (
        "metric digit iou at least 0",
        "metric digit iou above baseline",
        "metric pair accuracy at least 0",
    ):
        check = check_of(text)
        assert check is not None
        assert not check.met(state)


def test_the_documentation_lists_every_check_and_its_lesson_is_read() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", README.split("## Checks")[1], flags=re.MULTILINE)
    assert tuple(listed) == FORMS
    example = re.search(r"````markdown\n(.*?)````", README, flags=re.DOTALL)
    assert example is not None
    assert read(example[1], document_names()).id == "first_head"


@pytest.mark.parametrize("text", ["s04 with image.size", "s04 image.size 64", "with a.b 1", "../s04", ""])
def test_a_source_of_another_form_is_none(text: str) -> None:
    assert Source.of(text) is None


def test_a_source_sets_parameters() -> None:
    source = Source.of("s04.json with image.size 64 and conv1.kernel_size [5]")
    assert source == Source("s04", (("image", "size", 64), ("conv1", "kernel_size", [5])))
    with pytest.raises(Refused, match="no node 'gone'"):
        Source("s04", (("gone", "size", 1),)).applied(network())


STEPS = [
    pytest.param(lesson, at, id=f"{lesson.id}-{at + 1}")
    for lesson in lessons()
    for at in range(len(lesson.steps))
]


def document(source: str) -> Document:
    found = Source.of(source)
    assert found is not None
    path = document_path(found.name)
    assert path is not None
    return found.applied(load(path))


def judged(step: Step, source: str | None) -> list[tuple[str, bool]]:
    """The step's checks of the canvas alone, on a document."""
    state = State(plan(document(source) if source else Document()))
    pairs = zip(step.checks, step.judge(state), strict=True)
    return [(posed.said, met) for posed, met in pairs if not posed.check.runs]


@pytest.mark.parametrize(("lesson", "at"), STEPS)
def test_a_step_begins_undone_and_its_solution_does_it(lesson: Lesson, at: int) -> None:
    step = lesson.steps[at]
    before = judged(step, lesson.start(at))
    if step.shows and step.shows != lesson.start(at):
        after = judged(step, step.shows)
        assert all(met for _, met in after), after
        assert not all(met for _, met in before), before
    else:
        assert all(met for _, met in before), before


@pytest.mark.parametrize("lesson", lessons(), ids=[lesson.id for lesson in lessons()])
def test_a_lesson_has_a_good_form(lesson: Lesson) -> None:
    assert 5 <= len(lesson.steps) <= 10
    assert lesson.minutes
    assert lesson.system
    assert lesson.id == lesson.system.lower()
    assert lesson.system in {example.system for example in examples()}
    assert any(posed.check.form.startswith("problem") for step in lesson.steps for posed in step.checks)
    assert any(posed.check.runs for step in lesson.steps for posed in step.checks)


@pytest.mark.parametrize(("lesson", "at"), STEPS)
def test_a_metric_is_asked_of_an_output_that_the_step_has(lesson: Lesson, at: int) -> None:
    step = lesson.steps[at]
    source = step.shows or lesson.start(at)
    outputs = plan(document(source)).results if source else ()
    for posed in step.checks:
        if posed.check.form.startswith("metric"):
            assert vars(posed.check)["output"] in outputs, posed.said


def test_no_two_lessons_share_an_id() -> None:
    ids = [lesson.id for lesson in lessons()]
    assert len(set(ids)) == len(ids)


def test_every_file_can_be_read() -> None:
    assert faults() == {}


def test_a_faulty_file_does_not_hide_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    (tmp_path / "bad.md").write_text(GOOD.replace("id: line", "id: Bad"))
    monkeypatch.setattr(shelf, "_folder", lambda name: tmp_path)
    shelf._shelf.cache_clear()
    try:
        assert [lesson.id for lesson in lessons()] == ["line"]
        assert [problem.code for problem in faults()["bad.md"]] == ["lesson_head"]
        done = CliRunner().invoke(cli, ["lessons"])
        assert done.exit_code == 1
        assert "Line 4" in done.output
    finally:
        shelf._shelf.cache_clear()


def test_the_command_line_lists_them() -> None:
    text = CliRunner().invoke(cli, ["lessons"]).output
    assert all(lesson.title in text for lesson in lessons())
    rows: list[dict[str, Any]] = json.loads(CliRunner().invoke(cli, ["lessons", "--json"]).output)
    assert [row["id"] for row in rows] == [lesson.id for lesson in lessons()]
    assert rows[0]["steps"] == len(lessons()[0].steps)
