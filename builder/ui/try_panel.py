"""The Try it tab: pick a trained run, give it a picture, a text, numbers or a node, and see what it says."""

from html import escape
from typing import Any

import gradio as gr

from builder.problem import refuse
from builder.ui.answer import MOST, answer_parts, waiting
from builder.ui.bench import Bench
from builder.ui.cards import message, problem_cards
from builder.ui.pad import Pad, picture_bytes
from builder.ui.picks import Picks, graph_of, samples_of
from builder.ui.plain import plain
from builder.ui.train_form import named
from builder.ui.trained_runs import Record, Takes, choices, has_samples, record_of, sample_of, untrained

EVERY = 0.4
"""Seconds between two looks at an answer that is being worked out."""

Parts = dict[str, Any]


def try_panel(bench: Bench, demo: gr.Blocks, tab: Any) -> None:
    """Lay out the tab and wire it to the runs of whoever looks at it."""
    asked = gr.State({})
    newest = gr.State("")
    timer = gr.Timer(EVERY, active=False)
    with gr.Row(elem_classes="sheet two"):
        with gr.Column(scale=1, min_width=420, elem_classes="card"):
            part = _inputs()
        with gr.Column(scale=1, min_width=420, elem_classes="card"):
            plain("<h2>What it says</h2>")
            trouble = plain("", elem_id="try-problem")
            said = plain(_nothing(), elem_id="try-said")
            labels = [
                gr.Label(visible=False, num_top_classes=5, elem_id=f"try-label-{place}", show_heading=False)
                for place in range(1, MOST + 1)
            ]
    fields = [part["pad"], part["text"], part["numbers"], part["node"]]
    shown = [asked, timer, trouble, said, *labels]

    def guarded(doing: str, count: int, action: Any) -> tuple[Any, ...]:
        """Run a handler of which output number 2 of the last ones takes a problem."""
        try:
            done: tuple[Any, ...] = action()
        except Exception as error:  # noqa: BLE001 - becomes a card
            card = problem_cards(problem.to_json() for problem in bench.problems(error, doing))
            skips = [gr.skip() for _ in range(count)]
            return *skips, {}, gr.Timer(active=False), card, "", *([gr.update(visible=False)] * MOST)
        return done

    def refresh(run: Any, seen: Any, request: gr.Request) -> tuple[Any, Any]:
        try:
            found = choices(bench, bench.owner_of(request))
        except Exception:  # noqa: BLE001 - without a list there is nothing to choose
            found = []
        latest = found[0][1] if found else ""
        known = [run_id for _, run_id in found]
        value = run if run in known and latest == seen else (latest or None)
        return gr.update(choices=found, value=value, interactive=bool(found)), latest

    def choose(run: Any, request: gr.Request) -> tuple[Any, ...]:
        if not run:
            return "", *_fields(Takes(), None), "", *_cleared()
        return guarded(
            "opening a run",
            10,
            lambda: (*_opened(bench, record_of(bench, bench.owner_of(request), run)), *_cleared()),
        )

    def ask(run: Any, image: Any, text: Any, numbers: Any, node: Any, request: gr.Request) -> tuple[Any, ...]:
        def work() -> tuple[Any, ...]:
            owner = bench.owner_of(request)
            takes = Takes.of(record_of(bench, owner, _chosen(run)))
            return submit(owner, run, _sample(takes, image, text, numbers, node), "")

        return guarded("trying a run", 0, work)

    def submit(owner: str, run: Any, sample: dict[str, Any], truth: str) -> tuple[Any, ...]:
        job = bench.jobs.submit(owner, "infer", {"run": str(run), "sample": sample})
        return {"job": job, "truth": truth}, gr.Timer(active=True), "", waiting(0), *([gr.skip()] * MOST)

    def pick(run: Any, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        def work() -> tuple[Any, ...]:
            owner = bench.owner_of(request)
            record = record_of(bench, owner, _chosen(run))
            row = int(event._data["row"])
            sample, truth = sample_of(record, row)
            filled = (
                sample.get("image", gr.skip()),
                sample.get("text", gr.skip()),
                ", ".join(f"{value:g}" for value in sample["features"])
                if "features" in sample
                else gr.skip(),
                sample.get("node", gr.skip()),
                graph_of(named(record["data"]), row) if "node" in sample else gr.skip(),
            )
            if "image" in sample:
                sample = {**sample, "image": picture_bytes(sample["image"])}
            return *filled, *submit(owner, run, sample, truth)

        return guarded("trying a sample", 5, work)

    def tick(waits: Any, request: gr.Request) -> tuple[Any, ...]:
        if not waits:
            return {}, gr.Timer(active=False), *([gr.skip()] * (2 + MOST))

        def work() -> tuple[Any, ...]:
            job = bench.jobs.state(bench.owner_of(request), str(waits["job"]))
            if not job.over:
                ahead = waiting(max(job.place_in_queue - 1, 0))
                return waits, gr.skip(), gr.skip(), ahead, *([gr.skip()] * MOST)
            if job.result is None:
                cards = problem_cards([job.problem] if job.problem else [])
                return {}, gr.Timer(active=False), cards, "", *([gr.update(visible=False)] * MOST)
            return {}, gr.Timer(active=False), "", *answer_parts(job.result, str(waits.get("truth", "")))

        return guarded("waiting for an answer", 0, work)

    quick: dict[str, Any] = {"queue": False, "show_progress": "hidden"}
    for event in (demo.load, tab.select):
        event(refresh, [part["run"], newest], [part["run"], newest], **quick)
    names = (
        "warned",
        "pad_place",
        "pad",
        "text",
        "numbers",
        "node",
        "go",
        "picks_place",
        "picks_head",
        "picks",
    )
    layout = [part[name] for name in names]
    part["run"].change(choose, part["run"], [*layout, *shown], **quick)
    part["go"].click(ask, [part["run"], *fields], shown, **quick)
    part["text"].submit(ask, [part["run"], *fields], shown, **quick)
    part["picks"].pick(pick, part["run"], [*fields, part["picks"], *shown], **quick)
    timer.tick(tick, asked, shown, **quick)


def _inputs() -> Parts:
    plain("<h2>Trained run</h2>")
    part: Parts = {}
    part["run"] = gr.Dropdown(
        [], show_label=False, label="Run", elem_id="try-run", interactive=False, filterable=False
    )
    part["warned"] = plain("", elem_id="try-warned")
    with gr.Column(visible=False) as part[
        "pad_place"
    ]:  # an update of its own would wipe what the pad's script built
        part["pad"] = Pad(elem_id="try-image")
    part["text"] = gr.Textbox(
        label="Text",
        placeholder="Type a sentence",
        lines=2,
        elem_id="try-text",
        visible=False,
        submit_btn=False,
    )
    part["numbers"] = gr.Textbox(label="Numbers", lines=3, elem_id="try-numbers", visible=False)
    part["node"] = gr.Number(0, label="Node", precision=0, elem_id="try-node", visible=False)
    part["go"] = gr.Button("Try it", variant="primary", elem_id="try-go", visible=False)
    with gr.Column(visible=False) as part["picks_place"]:
        part["picks_head"] = plain("", elem_id="try-picks-head")
        part["picks"] = Picks(elem_id="try-examples")
    return part


def _chosen(run: Any) -> str:
    if not isinstance(run, str) or not run:
        raise refuse(
            "no_model", "No trained run is chosen.", next="Train a network first; then it is listed here."
        )
    return run


def _sample(takes: Takes, image: Any, text: Any, numbers: Any, node: Any) -> dict[str, Any]:
    """What a person gave, as far as the run asks for it.

    Raises:
        Refused: something is missing; the problem says what.
    """
    sample: dict[str, Any] = {}
    if takes.image:
        body = picture_bytes(image)
        if body is None:
            raise refuse(
                "sample", "There is no picture yet.", next="Draw one, choose a file, or click an example."
            )
        sample["image"] = body
    if takes.text:
        sample["text"] = str(text or "")
    if takes.numbers:
        sample["features"] = _row(str(numbers or ""))
    if takes.node:
        sample["node"] = node
    return sample


def _row(text: str) -> list[float]:
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


def _opened(bench: Bench, record: Record) -> tuple[Any, ...]:
    takes = Takes.of(record)
    warned = "".join(
        f'<p class="warned">{escape(said)}, not pre-trained</p>' for said in untrained(bench, record)
    )
    if not has_samples(record):
        return warned, *_fields(takes, None), ""
    dataset = named(str(record["data"]))
    head = "Click a node of the graph" if takes.node else "Or one of the held-out samples, with one click"
    return warned, *_fields(takes, head), (graph_of(dataset, None) if takes.node else samples_of(dataset))


def _fields(takes: Takes, head: str | None) -> tuple[Any, ...]:
    """Updates of the input fields: what the run asks for is shown, the rest is not."""
    names = ", ".join(takes.numbers)
    return (
        gr.update(visible=takes.image),
        "",
        gr.update(visible=takes.text, value=""),
        gr.update(visible=bool(takes.numbers), value="", info=names if names.strip(", ") else None),
        gr.update(visible=takes.node),
        gr.update(visible=takes != Takes()),
        gr.update(visible=head is not None),
        f'<p class="quiet">{head or ""}</p>',
    )


def _nothing() -> str:
    return message("Nothing tried yet", "Train a network, then draw, type or click an example on the left.")


def _cleared() -> tuple[Any, ...]:
    return {}, gr.Timer(active=False), "", _nothing(), *([gr.update(visible=False)] * MOST)
