"""One owner's training run: begin it, follow it, stop it, and find it again on a new page."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, final

import gradio as gr

from builder.fitting.kept_checkpoints import checkpoints
from builder.planning.planned import Plan
from builder.problem import DocumentError, Refused
from builder.ui.bench import Bench
from builder.ui.cards import message, problem_cards
from builder.ui.data.columns import COLUMNS, chosen
from builder.ui.training.form import FIELDS, data_of, settings_from, training_of
from builder.ui.training.run_cards import curves, files, notes, result, status_line
from builder.ui.training.run_view import fold, fresh, going_on
from builder.ui.wiring import NOTHING, Values

SHOWN = ("following", "status", "result", "curves", "notes", "start", "again", "stop", "timer")
"""The parts of the page that a look at a run fills."""

EVERY = 1.0
"""Seconds between two looks at a run; only while one is going on."""
SOON = 0.2
"""The same until the first loss is there, which a person waits for."""

LEFT = ("done", "cancelled")
"""A run that says that it finished and ended so left its files, also where a person stopped it."""


@final
@dataclass(frozen=True)
class TrainRun:
    """What the buttons of the Train tab do."""

    bench: Bench

    def begin(self, sent: Values, owner: str) -> Values:
        """Queue a run of the document on the canvas; where it is not sound, say so instead.

        Raises:
            Refused, DocumentError: a setting or the data cannot be used, or too many runs are waiting.
        """
        text = sent["canvas"]
        planned = self.bench.plan(text)
        if not planned.document.nodes:
            return {
                "problem": message(
                    "Nothing to train yet", "Build a network on the canvas, or open an example."
                )
            }
        errors = tuple(problem for problem in planned.problems if problem.severity == "error")
        if errors:
            said = message("Not sound yet", "The canvas shows where; training starts once this is solved.")
            return {"problem": said + problem_cards(problem.to_json() for problem in errors)}
        job = self.bench.jobs.submit(owner, "train", self._asked(sent, planned))
        return {"problem": "", **self._look(_first(job), owner)}

    def prepare(self, sent: Values, owner: str) -> Values:
        """Let a worker get ready for what `begin` would queue now, so that the first loss is there sooner."""
        with suppress(DocumentError, Refused):  # what is wrong is told when it is asked for
            planned = self.bench.plan(sent["canvas"])
            if planned.sound and planned.document.nodes:
                self.bench.jobs.prepare(owner, "train", self._asked(sent, planned))
        return NOTHING

    def go_on(self, sent: Values, owner: str) -> Values:
        """Queue a job that goes on with the run that this page follows, from its last checkpoint.

        It keeps the settings that it began with; only the number of epochs may have been raised since.

        Raises:
            Refused: the run is not the owner's, or too many runs are waiting.
        """
        if not sent["following"]:
            return NOTHING
        earlier, view = str(sent["following"]["job"]), going_on(sent["following"]["view"])
        payload = _for_longer(self.bench.jobs.payload(owner, earlier), sent["epochs"]) | {"resume": earlier}
        job = self.bench.jobs.submit(owner, "train", payload)
        return {"problem": "", **self._look({"job": job, "cursor": 0, "view": view}, owner)}

    def follow(self, sent: Values, owner: str) -> Values:
        """What is new of the run that this page follows."""
        return self._look(sent["following"], owner) if sent["following"] else NOTHING

    def halt(self, sent: Values, owner: str) -> Values:
        """Ask for the run that this page follows to be stopped."""
        if sent["following"]:
            self.bench.jobs.cancel(owner, str(sent["following"]["job"]))
        return NOTHING

    def resume(self, sent: Values, owner: str) -> Values:
        """The owner's latest run, as a new page finds it."""
        latest = self.bench.jobs.listed(owner, "train")[:1]
        return self._look(_first(latest[0].id), owner) if latest else NOTHING

    def _asked(self, sent: Values, planned: Plan) -> dict[str, Any]:
        """The payload of a run of this document with what the form says.

        Raises:
            Refused: a setting or the data cannot be used.
        """
        payload: dict[str, Any] = {"document": sent["canvas"], "device": str(sent["device"] or "auto")}
        payload["settings"] = settings_from(planned.document, {name: sent[name] for name in FIELDS})
        payload |= data_of(sent["data"] or training_of(planned).data)
        if str(payload.get("upload", "")).endswith(".csv"):
            payload["columns"] = chosen({name: sent[name] for name in COLUMNS})
        return payload

    def _look(self, followed: Any, owner: str) -> Values:
        job = self.bench.jobs.state(owner, str(followed["job"]), int(followed["cursor"]))
        view = fold(followed["view"], job.events)
        view["problem"] = view["problem"] or job.problem
        going = not job.over
        return {
            "following": {"job": job.id, "cursor": job.cursor, "view": view},
            "status": status_line(view, job.status, max(job.place_in_queue - 1, 0)),
            "result": result(view) + (files(job.id) if view["finished"] and job.status in LEFT else ""),
            "curves": curves(view),
            "notes": notes(view),
            "start": gr.update(interactive=not going),
            "again": gr.update(visible=not going and bool(checkpoints(self.bench.store.run_folder(job.id)))),
            "stop": gr.update(interactive=going),
            "timer": gr.Timer(EVERY if view["step"] or job.place_in_queue > 1 else SOON, active=going),
        }


def _for_longer(payload: dict[str, Any], epochs: Any) -> dict[str, Any]:
    """What a run was asked for, with the form's epochs where these are more and the rate does not fall over them."""
    settings = payload.get("settings") or {}
    more = isinstance(epochs, int) and epochs > settings.get("epochs", epochs)
    if not more or settings.get("falling"):
        return payload
    return payload | {"settings": settings | {"epochs": epochs}}


def _first(job: str) -> dict[str, Any]:
    return {"job": job, "cursor": 0, "view": fresh()}
