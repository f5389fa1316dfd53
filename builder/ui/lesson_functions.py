"""What the canvas asks about lessons: the list, one of them, its documents, and whether a step's checks are met."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from builder.lessons import Lesson, Source, State, Trial, document_names, document_path, lesson, lessons, read
from builder.problem import DocumentError, Refused, refuse
from builder.ui.bench import Bench
from builder.ui.owner import with_login
from builder.ui.server import Answer, answered

MOST_DOCUMENTS = 40
MOST_TRIALS = 20


def lesson_functions(bench: Bench) -> list[Answer]:
    """The functions over one bench. `judge` reads from the request whose runs it may look at."""

    def listed(sent: Mapping[str, Any]) -> Any:
        return [found.head() for found in lessons()]

    def one(sent: Mapping[str, Any]) -> Any:
        return _lesson(sent).to_json()

    def document(sent: Mapping[str, Any]) -> Any:
        from builder.reading import dumps

        return {"document": dumps(_document(sent))}

    def judge(sent: Any = None, request: gr.Request | None = None) -> Any:
        def judged(asked: Mapping[str, Any]) -> Any:
            steps = _lesson(asked).steps
            step = asked.get("step")
            if type(step) is not int or not 0 <= step < len(steps):
                raise refuse(
                    "request",
                    "The lesson has no such step.",
                    expected=f"0 to {len(steps) - 1}",
                    got=str(step),
                )
            trials = _trials(bench, request) if any(p.check.runs for p in steps[step].checks) else ()
            state = State(bench.plan(asked.get("document")), trials)
            return {"step": step, "met": steps[step].judge(state)}

        return answered("judge", judged)(sent)

    asked = [answered("lessons", listed), answered("lesson", one), answered("lesson_document", document)]
    return [*asked, judge]


def _lesson(sent: Mapping[str, Any]) -> Lesson:
    """The lesson that is meant: one that comes along by its id, or the text of a file with its documents' names."""
    text, names = sent.get("text"), sent.get("documents", [])
    if isinstance(text, str):
        own = (
            [name for name in names[:MOST_DOCUMENTS] if isinstance(name, str)]
            if isinstance(names, list)
            else []
        )
        return read(text, document_names() | {Path(name).stem for name in own})
    found = lesson(str(sent.get("id", ""))[:64])
    if found is None:
        known = ", ".join(one.id for one in lessons())
        raise refuse(
            "unknown_lesson",
            f"There is no lesson {str(sent.get('id', ''))[:64]!r}.",
            expected=known,
            next="Choose one from the gallery.",
        )
    return found


def _document(sent: Mapping[str, Any]) -> Any:
    """The document that a step names; the text of one that was opened together with a lesson comes along."""
    from builder.reading import load, loads

    source = Source.of(str(sent.get("source", ""))[:400])
    path = document_path(source.name) if source else None
    text = sent.get("text")
    if source is None or not (path or isinstance(text, str)):
        raise refuse("lesson_document", "There is no such document.", next="Choose another lesson.")
    return source.applied(loads(text) if isinstance(text, str) else load(str(path)))


def _trials(bench: Bench, request: Any) -> tuple[Trial, ...]:
    """The finished runs of whoever asks, the newest first."""
    owner = bench.owner_of(with_login(request, request.app))
    tried = [job.submitted for job in bench.jobs.listed(owner, "infer") if job.status == "done"]
    runs = [job for job in bench.jobs.listed(owner, "train") if job.status == "done"][:MOST_TRIALS]
    found = (_trial(bench.store.run_folder(job.id), job, tried) for job in runs)
    return tuple(trial for trial in found if trial is not None)


def _trial(folder: Path, job: Any, tried: list[float]) -> Trial | None:
    from builder.reading import from_json

    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        document = from_json(record["document"])
    except (OSError, ValueError, KeyError, DocumentError, Refused):
        return None
    figures = {**record.get("figures", {}), **(job.result or {})}
    return Trial(document, figures, any(moment >= (job.ended or job.submitted) for moment in tried))
