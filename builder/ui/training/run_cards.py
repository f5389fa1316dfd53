"""A run as HTML: the live line with its bar, the curves, and the result beside its baselines with the proof."""

from collections.abc import Mapping
from html import escape
from typing import Any

from builder.ui.cards import message, problem_card, table
from builder.ui.drawing.curves import Line, chart, number
from builder.ui.drawing.drawn import route
from builder.ui.drawing.scatter import scatter
from builder.ui.training.run_view import View, progress

SHARES = ("accuracy", "macro_f1", "mean_iou", "best_actions")
"""Metrics that lie between 0 and 1 and are printed as percentages."""

EARLY = 3
"""Until so many epochs are done, the loss within epochs is drawn too."""

WAITING = {
    "queued": "Waiting for the device",
    "running": "Starting",
    "cancelled": "Cancelled",
    "failed": "Failed",
}


def status_line(view: View, state: str, ahead: int = 0) -> str:
    """One line: what happens now, how far it is, how fast, how much is left; with a bar below it."""
    said, facts = _said(view, state, ahead)
    share = progress(view)
    tone = "running" if state in ("queued", "running") else state
    small = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    return (
        f'<div class="status is-{escape(tone)}" role="status">'
        f'<p><i class="dot"></i><strong>{escape(said)}</strong>{small}</p>'
        f'<div class="bar" role="progressbar" aria-label="progress of the run" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{share * 100:.0f}"><i style="width:{share * 100:.1f}%"></i></div></div>'
    )


def curves(view: View) -> str:
    """The loss, and the metric of each output on the training and the test rows, over the epochs."""
    epochs = view["epochs"]
    if not epochs and not view["trace"]:
        return ""
    total = _epochs_in_all(view)
    losses = [Line("train", [(row["epoch"], row["loss"]) for row in epochs], "train")]
    losses += _held_out(view)
    losses += [Line("within epochs", view["trace"], "step")] if len(epochs) < EARLY else []
    charts = [chart("Loss", losses, epochs=total)]
    for output in _outputs(view):
        charts += [chart(*_metric(view, output), epochs=total, share=_metric_name(view, output) in SHARES)]
    if total == 1 and epochs:
        charts = []  # one point is no curve; the table says as much
    plane = (view["finished"] or {}).get("plane")
    charts += [scatter(plane)] if plane else []
    return f'<div class="charts">{"".join(charts)}</div>'


def result(view: View) -> str:
    """The outcome: the problem of a run that failed, or the figures beside their baselines, and the proof."""
    if view["problem"]:
        return problem_card(view["problem"])
    done = view["finished"]
    if not done:
        return ""
    rows = [
        _figures(output, figures, done["baseline"].get(output, {}))
        for output, figures in done["test"].items()
    ]
    head = ("Output", "Metric", "Held out", "Baseline", "", "Majority", "Loss, held out")
    figures = table(head, rows, numbers=frozenset({2, 3, 5, 6}))
    return f'<div class="result">{_proof(done["proof"])}{figures}{_stages(done)}{_routes(done)}{_facts(view)}</div>'


def files(job: str) -> str:
    """Links to what a finished run leaves; the server gives them to the run's owner alone."""
    link = '<a href="download/{job}/{file}" download>{name}</a>'
    parts = (("model.safetensors", "weights"), ("run.json", "record"))
    links = " and ".join(link.format(job=escape(job), file=file, name=name) for file, name in parts)
    return f'<p class="quiet" id="train-files">Take it home: {links}. The Python tab has the source.</p>'


def notes(view: View) -> str:
    """What should be known about the run: the device, what was kept, random weights, how the data was prepared."""
    started = view["started"]
    if not started:
        return ""
    where = f"{started['title']}, on" if started.get("title") else "On"
    rows = [
        f"{where} {started['device']}: {started['train']:,} samples to learn from, {started['test']:,} held out."
    ]
    rows.append(f"{started['trainable']:,} of {started['parameters']:,} parameters learn.")
    kept = (started.get("kept") or {}).get("said")
    rows += [kept] if kept else []
    rows += [_explained(str(note)) for note in started.get("notes", [])]
    items = "".join(f"<li{_warned(row)}>{escape(row)}</li>" for row in rows)
    return f'<ul class="notes">{items}</ul>'


def no_run() -> str:
    return message(
        "No run yet", "Choose data and settings, then press Train. The curves appear here as it learns."
    )


def _said(view: View, state: str, ahead: int) -> tuple[str, list[str]]:
    step = view["step"]
    if state == "queued":
        return ("Waiting for the device", [f"{ahead} before you"] if ahead else [])
    if view["problem"] or state == "failed":
        return ("This run failed", _epochs_done(view))
    if view["finished"]:
        done = view["finished"]
        spent = f"{done['seconds']:.1f} s"
        return ("Stopped early" if done.get("stopped") else "Finished", [*_epochs_done(view), spent])
    if state == "cancelled":
        return ("Stopped", _epochs_done(view))
    if not step:
        return (_sentence(view["said"]) or WAITING.get(state, "Starting"), [])
    facts = [f"step {step['step']} of {step['steps']}", f"loss {step['loss']:.3g}"]
    if step.get("samples_per_second") is not None:
        facts.append(_speed(step["samples_per_second"]))
    if step["step"] == step["steps"]:
        facts.append("measuring")
    elif step.get("seconds_left") is not None:
        facts.append(f"{_time(step['seconds_left'])} left")
    return (f"Epoch {step['epoch']} of {step['epochs']}", facts)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _epochs_done(view: View) -> list[str]:
    epochs = view["epochs"]
    return [f"{epochs[-1]['epoch']} of {epochs[-1]['epochs']} epochs"] if epochs else []


def _speed(rate: float) -> str:
    return f"{rate:,.0f} samples/s" if rate >= 10 else f"{rate:.1f} samples/s"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _epochs_in_all(view: View) -> int:
    latest = view["epochs"][-1] if view["epochs"] else view["step"]
    return int(latest["epochs"])


def _outputs(view: View) -> list[str]:
    return list(view["epochs"][-1]["test"]) if view["epochs"] else []


def _metric_name(view: View, output: str) -> str:
    return next(iter(view["epochs"][-1]["test"][output]))


def _metric(view: View, output: str) -> tuple[str, list[Line]]:
    name = _metric_name(view, output)
    lines = [
        Line(
            part,
            [(row["epoch"], row[part][output][name]) for row in view["epochs"] if output in row[part]],
            part,
        )
        for part in ("train", "test")
    ]
    base = ((view["finished"] or {}).get("baseline") or {}).get(output)
    if base and base.get("value") is not None and base.get("metric") == name:
        lines.append(Line("baseline", [(0, base["value"]), (_epochs_in_all(view), base["value"])], "level"))
    return f"{output}: {name.replace('_', ' ')}", lines


def _held_out(view: View) -> list[Line]:
    """The loss on what was held out; only of a single output, since several are weighed against each other."""
    found = [
        (row["epoch"], next(iter(row["test"].values()))) for row in view["epochs"] if len(row["test"]) == 1
    ]
    points = [(epoch, figures["loss"]) for epoch, figures in found if "loss" in figures]
    return [Line("test", points, "test")] if points else []


def _figures(output: str, figures: Mapping[str, float], base: Mapping[str, Any]) -> list[str]:
    name, value = next(iter(figures.items()))
    share = name in SHARES

    def shown(figure: Any) -> str:
        return "–" if figure is None else number(float(figure), share)

    return [
        output,
        name.replace("_", " "),
        number(value, share),
        shown(base.get("value")),
        str(base.get("name", "")),
        shown(base.get("majority")),
        f"{figures['loss']:.3g}" if "loss" in figures else "–",
    ]


def _proof(proof: Mapping[str, Any]) -> str:
    changed = list(proof.get("changed", []))
    names = f" <code>{escape(', '.join(map(str, changed[:8])))}</code>" if changed else ""
    tone = "bad" if changed else ("good" if proof.get("tensors") else "none")
    return f'<p id="train-proof" class="proof is-{tone}"><i></i>{escape(_sentence(str(proof["said"])))}{names}</p>'


def _stages(done: Mapping[str, Any]) -> str:
    """What each stage of a training changed: how many numbers learned, and every metric before and after it."""
    rows = [
        [stage["title"], f"{stage['trainable']:,}", output, *_change(stage, output), stage["proof"]["said"]]
        for stage in done.get("stages", [])
        for output in stage["after"]
    ]
    head = ("Stage", "Learned", "Output", "Metric", "Before", "After", "Proof")
    shown = table(head, rows, numbers=frozenset({1, 4, 5}))
    return f'<div class="stages">{shown}</div>' if rows else ""


def _change(stage: Mapping[str, Any], output: str) -> list[str]:
    name, after = next(iter(stage["after"][output].items()))
    share = name in SHARES
    return [name.replace("_", " "), number(stage["before"][output][name], share), number(after, share)]


def _routes(done: Mapping[str, Any]) -> str:
    """How many held-out samples each branch of a routing answered."""
    hits = done.get("routes", {}).get("test", {})
    return "".join(route(f"{node}: held-out samples by branch", branches) for node, branches in hits.items())


def _facts(view: View) -> str:
    done = view["finished"]
    return (
        f'<p class="quiet">{done["trainable"]:,} of {done["parameters"]:,} parameters learned, '
        f"in {done['seconds']:.1f} s ({done['cpu_seconds']:.1f} s of processor time).</p>"
    )


def _explained(note: str) -> str:
    return (
        f"{note}: features of an untrained network, so this is not transfer learning."
        if "random" in note
        else note
    )


def _warned(row: str) -> str:
    return ' class="is-warning"' if "random" in row else ""
