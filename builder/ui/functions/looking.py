"""What the canvas asks about wires, costs, versions and guesses; values come from a standing worker."""

from functools import partial
from pathlib import Path
from typing import Any

from builder.jobs.standing import Standing
from builder.looking.answering import prepare
from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.functions.asking import answered_to
from builder.ui.functions.sent import planned, text, way, words
from builder.ui.server.envelope import Answer, Sent, answered

LONGEST_TEXT = 10_000
LONGEST_GUESS = 400
MOST_NUMBERS = 10_000
MOST_BYTES = 14_000_000
_PARTS = {"row": int, "random": int, "image": str, "text": str, "features": list}


def looking_functions(bench: Bench, standing: Standing | None = None) -> list[Answer]:
    """The functions over one bench; `values` asks the standing worker."""
    worker = standing or Standing(prepare, name="look")
    return [
        answered("wire", partial(wire, bench)),
        answered("costs", partial(costs, bench)),
        answered("predict", partial(predict, bench)),
        answered("compare", partial(compare, bench)),
        answered_to(bench, "values", partial(values, bench, worker)),
    ]


def wire(bench: Bench, sent: Sent) -> Any:
    """What each axis of a wire means, its memory, and how much of the input it sees."""
    from builder.looking.facts import facts

    return facts(planned(bench, sent), text(sent, "place")).to_json()


def costs(bench: Bench, sent: Sent) -> Any:
    """Where a node's parameters, multiply-adds and memory go."""
    from builder.looking.costs import costs as counted

    return counted(planned(bench, sent), text(sent, "node"), str(sent.get("path") or "")).to_json()


def predict(bench: Bench, sent: Sent) -> Any:
    """How right a guessed shape is, with the formula."""
    from builder.planning.predicting import predict as scored

    guess = text(sent, "guess")[:LONGEST_GUESS]
    return scored(planned(bench, sent), text(sent, "place"), guess).to_json()


def compare(bench: Bench, sent: Sent) -> Any:
    """What changed from one document to another; an empty text is an empty document."""
    from builder.documents.comparing import compare_plans

    return compare_plans(bench.plan(sent.get("before")), bench.plan(sent.get("after"))).to_json()


def values(bench: Bench, worker: Standing, sent: Sent, owner: str) -> Any:
    """What a wire carries for a sample, with the weights of the latest run of whoever asks."""
    question = {
        "document": text(sent, "document"),
        "place": text(sent, "place"),
        "way": way(sent),
        "sample": _sample(sent.get("sample")),
        "run": _latest(bench, owner),
    }
    return worker.ask(owner, question)


def _sample(given: Any) -> dict[str, Any]:
    """A sample that a worker may be asked with: known parts, of the right kind and not too large.

    Raises:
        Refused: it is something else.
    """
    sample = given if isinstance(given, dict) else {}
    sound = all(name in _PARTS and type(value) is _PARTS[name] for name, value in sample.items())
    numbers = sample.get("features", [])
    sound = sound and len(sample.get("text", "")) <= LONGEST_TEXT and len(numbers) <= MOST_NUMBERS
    sound = sound and len(sample.get("image", "")) <= MOST_BYTES
    sound = sound and all(type(number) in (int, float) for number in numbers)
    sound = sound and all(0 <= sample.get(name, 0) < 2**31 for name in ("row", "random"))
    if not sound or (given is not None and not isinstance(given, dict)):
        raise refuse(
            "request",
            "The browser sent no sample that can be used.",
            expected="a row, a picture, a text or numbers",
            got=words(given),
        )
    return dict(sample)


def _latest(bench: Bench, owner: str) -> str | None:
    """The folder of the owner's latest run that left a model. It never comes from a request."""
    for job in bench.jobs.listed(owner, "train"):
        folder = Path(bench.store.run_folder(job.id))
        if (folder / "model.safetensors").is_file() and (folder / "run.json").is_file():
            return str(folder)
    return None
