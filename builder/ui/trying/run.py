"""One owner's trial of a trained run: choose it, give it a sample, wait for its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, final

import gradio as gr

from builder.jobs import JobState
from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.cards import message, problem_cards
from builder.ui.training.form import named
from builder.ui.trying.answer import MOST, bars, sentence, waiting
from builder.ui.trying.pad import picture_bytes
from builder.ui.trying.picks import graph_of, samples_of
from builder.ui.trying.runs import Takes, choices, has_samples, record_of, sample_of, untrained
from builder.ui.wiring import NOTHING, Values

FIELDS = ("pad", "text", "numbers", "node", "case")
LABELS = tuple(f"label_{place}" for place in range(MOST))
ANSWER = ("asked", "timer", "problem", "said", *LABELS)
"""The parts of the page that an answer fills."""
SOON = 0.5
"""For so many seconds an answer is waited for at once, without a timer; a warm worker needs less."""


@final
@dataclass(frozen=True)
class TryRun:
    """What the controls of the Try it tab do."""

    bench: Bench

    def refresh(self, sent: Values, owner: str) -> Values:
        """List the owner's runs; one that is new since the last look is chosen."""
        found = choices(self.bench, owner)
        latest = found[0][1] if found else ""
        stays = sent["run"] in [run for _, run in found] and latest == sent["newest"]
        value = sent["run"] if stays else (latest or None)
        run = gr.update(choices=found, value=value, interactive=bool(found), visible=bool(found))
        return {"run": run, "none": gr.update(visible=not found), "newest": latest}

    def choose(self, sent: Values, owner: str) -> Values:
        """Show what a run asks for, and samples of the data that it learned from.

        Raises:
            Refused: the owner has no such run.
        """
        blank = {"problem": "", "said": nothing_tried(), **no_answer()}
        if not sent["run"]:
            return {**blank, **_layout(Takes()), "warned": ""}
        record = record_of(self.bench, owner, sent["run"])
        takes = Takes.of(record)
        lines = (
            f'<p class="warned">{escape(said)}, not pre-trained</p>' for said in untrained(self.bench, record)
        )
        shown = {**blank, **_layout(takes, samples=has_samples(record)), "warned": "".join(lines)}
        if has_samples(record):
            dataset = named(str(record["data"]))
            shown["picks"] = graph_of(dataset) if takes.node else samples_of(dataset)
        return shown

    def ask(self, sent: Values, owner: str) -> Values:
        """Try what the person gave.

        Raises:
            Refused: no run is chosen, or something that it asks for is missing.
        """
        run = _chosen(sent["run"])
        takes = Takes.of(record_of(self.bench, owner, run))
        return self._submit(owner, run, given(takes, sent), "")

    def pick(self, sent: Values, owner: str) -> Values:
        """Try a sample of the data, and show it in the fields."""
        run = _chosen(sent["run"])
        record = record_of(self.bench, owner, run)
        row = _row(sent["event"])
        sample, truth = sample_of(record, row)
        shown: dict[str, Any] = {}
        if "image" in sample:
            shown["pad"] = sample["image"]
            sample = {**sample, "image": picture_bytes(sample["image"])}
        if "text" in sample:
            shown["text"] = sample["text"]
        if "features" in sample:
            shown["numbers"] = ", ".join(f"{value:g}" for value in sample["features"])
        if "condition" in sample:
            shown["case"] = sample["condition"]
        if "node" in sample:
            shown |= {"node": row, "picks": graph_of(named(str(record["data"])), row)}
        return {**shown, **self._submit(owner, run, sample, truth)}

    def listen(self, sent: Values, owner: str) -> Values:
        """The answer that this page waits for, once it is there."""
        waits = sent["asked"]
        if not waits:
            return NOTHING
        job = self.bench.jobs.state(owner, str(waits["job"]))
        if not job.over:
            return {"said": waiting(max(job.place_in_queue - 1, 0))}
        return _answer(job, str(waits["truth"]))

    def _submit(self, owner: str, run: str, sample: Mapping[str, Any], truth: str) -> Values:
        job = self.bench.jobs.submit(owner, "infer", {"run": run, "sample": dict(sample)})
        state = self.bench.jobs.wait(owner, job, SOON)
        if state.over:
            return _answer(state, truth)
        asked = {"job": job, "truth": truth}
        return {"asked": asked, "timer": gr.Timer(active=True), "problem": "", "said": waiting(0)}


def _answer(job: JobState, truth: str) -> Values:
    """What a job that is over shows: its answer, or why there is none."""
    if job.result is None:
        return {**no_answer(), "said": "", "problem": problem_cards([job.problem] if job.problem else [])}
    shown = dict(zip(LABELS, bars(job.result), strict=True))
    return {**no_answer(), **shown, "problem": "", "said": sentence(job.result, truth)}


def given(takes: Takes, sent: Values) -> dict[str, Any]:
    """What a person gave, as far as the run asks for it.

    Raises:
        Refused: something is missing; the problem says what.
    """
    sample: dict[str, Any] = {}
    if takes.image:
        body = picture_bytes(sent["pad"])
        if body is None:
            raise refuse(
                "sample", "There is no picture yet.", next="Draw one, choose a file, or click an example."
            )
        sample["image"] = body
    if takes.text:
        sample["text"] = str(sent["text"] or "")
    if takes.numbers:
        sample["features"] = _numbers(str(sent["numbers"] or ""))
    if takes.node:
        sample["node"] = sent["node"]
    if takes.cases:
        sample["condition"] = sent["case"]
    return sample


def no_run() -> str:
    return message(
        "No trained network yet", "Train what is on the canvas in the Train tab; then it waits here."
    )


def nothing_tried() -> str:
    return message(
        "Nothing tried yet", "Draw, type or click an example on the left, and the answer appears here."
    )


def no_answer() -> dict[str, Any]:
    """No answer is waited for, and no bars are shown."""
    return {
        "asked": {},
        "timer": gr.Timer(active=False),
        **{name: gr.update(visible=False) for name in LABELS},
    }


def _layout(takes: Takes, *, samples: bool = False) -> dict[str, Any]:
    """Show the fields that a run asks for, empty, and hide the others."""
    names = ", ".join(name for name in takes.numbers if name)
    head = (
        "Click a node. Its colour is its true class; a ring means that the class was known in training."
        if takes.node
        else "Or one of the held-out samples, with one click"
    )
    return {
        "pad_place": gr.update(visible=takes.image),
        "pad": "",
        "text": gr.update(visible=takes.text, value=""),
        "numbers": gr.update(visible=bool(takes.numbers), value="", info=names or None),
        "node": gr.update(visible=takes.node),
        "case": gr.update(
            visible=bool(takes.cases), choices=list(takes.cases), value=next(iter(takes.cases), None)
        ),
        "go": gr.update(visible=takes != Takes()),
        "picks_place": gr.update(visible=samples),
        "picks_head": f'<p class="quiet">{head}</p>',
        "picks": "",
    }


def _chosen(run: Any) -> str:
    if not isinstance(run, str) or not run:
        raise refuse(
            "no_model", "No trained run is chosen.", next="Train a network first; then it is listed here."
        )
    return run


def _row(event: Any) -> int:
    row = event.get("row") if isinstance(event, dict) else None
    if type(row) is not int:
        raise refuse("sample", "There is no such sample.", next="Choose one of those that are shown.")
    return row


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.replace(",", " ").replace(";", " ").split()]
    except ValueError as error:
        raise refuse(
            "sample",
            "These are not all numbers.",
            expected="numbers with commas between them",
            got=text[:80],
            next="Correct them, or click an example to see its numbers.",
        ) from error
