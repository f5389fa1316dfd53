"""What the canvas asks about wires, costs, versions and guesses; values come from a standing worker."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from builder.jobs.standing import Standing
from builder.looking.answering import prepare
from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.owner import with_login
from builder.ui.server import Answer, answered, within

LONGEST_TEXT = 10_000
MOST_NUMBERS = 10_000
MOST_BYTES = 14_000_000
_PARTS = {"row": int, "random": int, "image": str, "text": str, "features": list}


def looking_functions(bench: Bench, standing: Standing | None = None) -> list[Answer]:
    """The functions over one bench. `values` reads from the request whose runs it may use, and asks the worker."""
    worker = standing or Standing(prepare, name="look")

    def wire(sent: Mapping[str, Any]) -> Any:
        from builder.looking.facts import facts

        return facts(within(bench.plan(sent.get("document")), sent), _text(sent, "place")).to_json()

    def costs(sent: Mapping[str, Any]) -> Any:
        from builder.looking.costs import costs as counted

        planned = within(bench.plan(sent.get("document")), sent)
        return counted(planned, _text(sent, "node"), str(sent.get("path") or "")).to_json()

    def predict(sent: Mapping[str, Any]) -> Any:
        from builder.predicting import predict as scored

        planned = within(bench.plan(sent.get("document")), sent)
        return scored(planned, _text(sent, "place"), _text(sent, "guess")[:400]).to_json()

    def compare(sent: Mapping[str, Any]) -> Any:
        from builder.comparing import compare_plans

        return compare_plans(bench.plan(sent.get("before")), bench.plan(sent.get("after"))).to_json()

    def values(sent: Any = None, request: gr.Request | None = None) -> Any:
        def asked(given: Mapping[str, Any]) -> Any:
            owner = bench.owner_of(with_login(request, request.app)) if request is not None else "nobody"
            question = {
                "document": _text(given, "document"),
                "place": _text(given, "place"),
                "sample": _sample(given.get("sample")),
                "run": _latest(bench, owner),
            }
            return worker.ask(owner, question)

        return answered("values", asked)(sent)

    table = {"wire": wire, "costs": costs, "predict": predict, "compare": compare}
    return [*(answered(name, handler) for name, handler in table.items()), values]


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str):
        raise refuse("request", f"The browser sent no text as {name!r}.", got=type(value).__name__)
    return value


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
            got=type(given).__name__,
        )
    return dict(sample)


def _latest(bench: Bench, owner: str) -> str | None:
    """The folder of the owner's latest run that left a model. It never comes from a request."""
    for job in bench.jobs.listed(owner, "train"):
        folder = Path(bench.store.run_folder(job.id))
        if (folder / "model.safetensors").is_file() and (folder / "run.json").is_file():
            return str(folder)
    return None
