"""What a run looks like so far: its events folded into one small value, step by step."""

from collections.abc import Iterable, Mapping
from typing import Any

TRACE = 240
"""At most so many points of the loss within epochs are kept; then every second one is dropped."""

View = dict[str, Any]


def fresh() -> View:
    """The view of a run that has said nothing yet."""
    return {
        "said": "",
        "started": None,
        "step": None,
        "trace": [],
        "epochs": [],
        "finished": None,
        "problem": None,
    }


def going_on(view: View) -> View:
    """The view of a run that goes on where this one was left: its curves stay until it tells them again."""
    return {**view, "said": "", "step": None, "finished": None, "problem": None}


def fold(view: View, events: Iterable[Mapping[str, Any]]) -> View:
    """The view after these further events; an unknown event is passed over."""
    after = dict(view)
    for event in events:
        kind = event.get("event")
        if kind == "preparing":
            after["said"] = str(event["said"])
        elif kind == "started":
            after |= {"started": dict(event), "step": None, "trace": [], "epochs": []}
        elif kind == "kept":
            after["said"] = str(event["said"])
            after["started"] = {**after["started"], "kept": dict(event)} if after["started"] else None
        elif kind == "noted" and after["started"]:
            known = after["started"]
            after["started"] = {**known, "notes": [*known.get("notes", []), str(event["said"])]}
        elif kind == "step":
            after["step"] = dict(event)
            after["trace"] = _thinned([*after["trace"], (position(event), event["loss"])])
        elif kind == "epoch":
            after["epochs"] = [*after["epochs"], dict(event)]
        elif kind == "finished":
            after["finished"] = dict(event)
        elif kind == "failed":
            after["problem"] = dict(event["problem"])
    return after


def position(step: Mapping[str, Any]) -> float:
    """How many epochs are done at a step, as a number with a fraction."""
    return float(step["epoch"] - 1 + step["step"] / max(step["steps"], 1))


def progress(view: View) -> float:
    """The share of the run that is done, from 0 to 1."""
    if view["finished"] and not view["finished"].get("stopped"):
        return 1.0
    done = [position(view["step"]) / view["step"]["epochs"]] if view["step"] else []
    done += [view["epochs"][-1]["epoch"] / view["epochs"][-1]["epochs"]] if view["epochs"] else []
    return min(max(done, default=0.0), 1.0)


def _thinned(trace: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return trace if len(trace) <= TRACE else trace[::2]
