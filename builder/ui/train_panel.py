"""The Train tab: choose data and settings on the left, watch the run on the right."""

from typing import Any

import gradio as gr

from builder.problem import DocumentError
from builder.ui.bench import Bench
from builder.ui.cards import message, problem_cards
from builder.ui.plain import plain
from builder.ui.run_cards import curves, no_run, notes, result, status_line
from builder.ui.run_view import fold, fresh
from builder.ui.train_form import FIELDS, data_of, settings_from, training_of
from builder.ui.train_setup import setup_cards

EVERY = 1.0
"""Seconds between two looks at a run; only while one is going on."""


def train_panel(bench: Bench, demo: gr.Blocks, canvas: Any) -> None:
    """Lay out the tab, and wire it to the jobs of whoever looks at it."""
    following = gr.State({})
    timer = gr.Timer(EVERY, active=False)
    with gr.Row(elem_classes="sheet two"):
        with gr.Column(scale=0, min_width=380, elem_classes="side"):
            form = setup_cards(bench, demo, canvas)
        with gr.Column(scale=1, min_width=480, elem_classes="runs"):
            with gr.Column(elem_classes="card"):
                with gr.Row(elem_classes="actions"):
                    start = gr.Button(
                        "Train", variant="primary", elem_id="train-start", scale=0, min_width=120
                    )
                    stop = gr.Button("Stop", elem_id="train-stop", interactive=False, scale=0, min_width=96)
                    status = plain("", elem_id="train-status")
                trouble = plain("", elem_id="train-problem")
                outcome = plain(no_run(), elem_id="train-result")
                plots = plain("", elem_id="train-curves")
                about = plain("", elem_id="train-notes")
    shown = [following, status, outcome, plots, about, start, stop, timer]

    def look(followed: Any, owner: str) -> tuple[Any, ...]:
        job = bench.jobs.state(owner, str(followed["job"]), int(followed["cursor"]))
        view = fold(followed["view"], job.events)
        if job.problem and not view["problem"]:
            view["problem"] = job.problem
        after = {"job": job.id, "cursor": job.cursor, "view": view}
        drawn = (
            status_line(view, job.status, max(job.place_in_queue - 1, 0)),
            result(view),
            curves(view),
            notes(view),
        )
        going = not job.over
        return (
            after,
            *drawn,
            gr.update(interactive=not going),
            gr.update(interactive=going),
            gr.Timer(active=going),
        )

    def begin(text: Any, data: Any, device: Any, *rest: Any) -> tuple[Any, ...]:
        *values, request = rest
        try:
            planned = bench.plan(text)
            errors = tuple(problem for problem in planned.problems if problem.severity == "error")
            if not planned.results and not errors:
                return _refusal(
                    message("Nothing to train yet", "Build a network with an output on the canvas first.")
                )
            if errors:
                raise DocumentError(errors)
            settings = settings_from(planned.document, dict(zip(FIELDS, values, strict=True)))
            payload = {"document": text, "settings": settings, "device": str(device or "auto")} | data_of(
                data or training_of(planned).data
            )
            owner = bench.owner_of(request)
            job = bench.jobs.submit(owner, "train", payload)
        except Exception as error:  # noqa: BLE001 - becomes a card
            return _refusal(_unsound(error) + _cards(bench, error, "starting a run"))
        return "", *look({"job": job, "cursor": 0, "view": fresh()}, owner)

    def tick(followed: Any, request: gr.Request) -> tuple[Any, ...]:
        if not followed:
            return _still()
        try:
            return look(followed, bench.owner_of(request))
        except Exception as error:  # noqa: BLE001 - becomes a card
            return (
                {},
                "",
                _cards(bench, error, "following a run"),
                "",
                "",
                gr.update(interactive=True),
                *_idle(),
            )

    def halt(followed: Any, request: gr.Request) -> Any:
        if not followed:
            return gr.skip()
        try:
            bench.jobs.cancel(bench.owner_of(request), str(followed["job"]))
        except Exception as error:  # noqa: BLE001 - becomes a card
            return _cards(bench, error, "stopping a run")
        return gr.skip()

    def resume(request: gr.Request) -> tuple[Any, ...]:
        try:
            owner = bench.owner_of(request)
            latest = bench.jobs.listed(owner, "train")[:1]
            return look({"job": latest[0].id, "cursor": 0, "view": fresh()}, owner) if latest else _still()
        except Exception as error:  # noqa: BLE001 - becomes a card
            return (
                {},
                "",
                _cards(bench, error, "finding your runs"),
                "",
                "",
                gr.update(interactive=True),
                *_idle(),
            )

    def begin_asked(
        text: Any, data: Any, device: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, request: gr.Request
    ) -> tuple[Any, ...]:
        return begin(text, data, device, a, b, c, d, e, f, request)

    asked = [canvas, form["data"], form["device"], *(form[name] for name in FIELDS)]
    quick: dict[str, Any] = {"queue": False, "show_progress": "hidden"}
    start.click(begin_asked, asked, [trouble, *shown], **quick)
    stop.click(halt, following, trouble, **quick)
    timer.tick(tick, following, shown, **quick)
    demo.load(resume, None, shown, **quick)


def _cards(bench: Bench, error: Exception, doing: str) -> str:
    return problem_cards(problem.to_json() for problem in bench.problems(error, doing))


def _unsound(error: Exception) -> str:
    if not isinstance(error, DocumentError):
        return ""
    return message("Not sound yet", "The canvas shows where; training starts once these problems are solved.")


def _refusal(card: str) -> tuple[Any, ...]:
    """Say why no run begins, and leave what is shown of the last one."""
    return card, *_still()


def _still() -> tuple[Any, ...]:
    return tuple(gr.skip() for _ in range(8))


def _idle() -> tuple[Any, ...]:
    return gr.update(interactive=False), gr.Timer(active=False)
