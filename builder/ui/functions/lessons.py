"""What the canvas asks about lessons: the list, one of them, its documents, and whether a step's checks are met."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from builder.lessons import Lesson, Source, State, Trial, document_names, document_path, lesson, lessons, read
from builder.problem import DocumentError, Refused, refuse
from builder.ui.bench import Bench
from builder.ui.functions.asking import answered_to
from builder.ui.server.envelope import Answer, Sent, answered

MOST_DOCUMENTS = 40
MOST_TRIALS = 20


def lesson_functions(bench: Bench) -> list[Answer]:
    """The functions over one bench; `judge` looks at the runs of whoever asks."""
    return [
        answered("lessons", listed),
        answered("lesson", one),
        answered("lesson_document", document),
        answered_to(bench, "judge", partial(judge, bench)),
    ]


def listed(_: Sent) -> Any:
    """What stands on each lesson's card."""
    return [found.head() for found in lessons()]


def one(sent: Sent) -> Any:
    """A whole lesson."""
    return _lesson(sent).to_json()


def document(sent: Sent) -> Any:
    """The document that a step opens; the text of one that was opened together with a lesson comes along."""
    from builder.documents.reading import dumps, load, loads

    source = Source.of(str(sent.get("source", ""))[:400])
    path = document_path(source.name) if source else None
    own = sent.get("text")
    if source is None or not (path or isinstance(own, str)):
        raise refuse("lesson_document", "There is no such document.", next="Choose another lesson.")
    return {"document": dumps(source.applied(loads(own) if isinstance(own, str) else load(str(path))))}


def judge(bench: Bench, sent: Sent, owner: str) -> Any:
    """Which checks of a step are met by the document, and by the runs of whoever asks."""
    steps, number = _lesson(sent).steps, sent.get("step")
    if type(number) is not int or not 0 <= number < len(steps):
        raise refuse(
            "request", "The lesson has no such step.", expected=f"0 to {len(steps) - 1}", got=str(number)
        )
    step = steps[number]
    trials = _trials(bench, owner) if any(piece.check.runs for piece in step.checks) else ()
    return {"step": number, "met": step.judge(State(bench.plan(sent.get("document")), trials))}


def _lesson(sent: Sent) -> Lesson:
    """The lesson that is meant: one that comes along by its id, or the text of a file with its documents' names."""
    text = sent.get("text")
    if isinstance(text, str):
        return read(text, document_names() | {Path(name).stem for name in _beside(sent.get("documents"))})
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


def _beside(names: Any) -> list[str]:
    """The names of the documents that were opened together with a lesson."""
    known = names[:MOST_DOCUMENTS] if isinstance(names, list) else []
    return [name for name in known if isinstance(name, str)]


def _trials(bench: Bench, owner: str) -> tuple[Trial, ...]:
    """An owner's finished runs, the newest first."""
    tried = [job.submitted for job in bench.jobs.listed(owner, "infer") if job.status == "done"]
    runs = [job for job in bench.jobs.listed(owner, "train") if job.status == "done"][:MOST_TRIALS]
    found = (_trial(bench.store.run_folder(job.id), job, tried) for job in runs)
    return tuple(trial for trial in found if trial is not None)


def _trial(folder: Path, job: Any, tried: list[float]) -> Trial | None:
    from builder.documents.reading import from_json

    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        document = from_json(record["document"])
    except (OSError, ValueError, KeyError, DocumentError, Refused):
        return None
    figures = {**record.get("figures", {}), **(job.result or {})}
    return Trial(document, figures, any(moment >= (job.ended or job.submitted) for moment in tried))
