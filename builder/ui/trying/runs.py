"""The runs that an owner can try: their records, what they take, and a sample of the data they learned from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from builder.data import SOURCES
from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.drawing.curves import number
from builder.ui.training.form import named
from builder.ui.training.run_cards import SHARES

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Takes:
    """What a run asks for: a picture, a text, a row of numbers, the node of a graph, one of a few cases."""

    image: bool = False
    text: bool = False
    numbers: tuple[str, ...] = ()
    node: bool = False
    cases: tuple[str, ...] = ()

    @classmethod
    def of(cls, record: Record) -> "Takes":
        inputs = record["inputs"].values()
        kinds = {entry["kind"] for entry in inputs}
        image = "image" in kinds
        row = next((entry for entry in inputs if entry["kind"] in ("vector", "number")), None)
        names: tuple[str, ...] = ()
        if row and not image:  # numbers beside a picture are measured on it
            names = tuple(row.get("names") or ()) or tuple(
                "" for _ in (row.get("scale") or {}).get("mean", ("",))
            )
        cases = next((tuple(entry["cases"]) for entry in inputs if entry.get("cases")), ())
        return cls(image=image, text="text" in kinds, numbers=names, node="graph" in kinds, cases=cases)


def choices(bench: Bench, owner: str) -> list[tuple[str, str]]:
    """Pairs of title and id of the owner's runs that left a model, the newest first."""
    found = []
    for job in bench.jobs.listed(owner, "train"):
        record = _read(bench.store.run_folder(job.id))
        if record is not None:
            found.append((_title(record, job.ended or job.submitted), job.id))
    return found


def record_of(bench: Bench, owner: str, run: Any) -> Record:
    """The record of a run of this owner.

    Raises:
        Refused: the owner has no such run, or it left nothing to try.
    """
    job = bench.jobs.state(owner, str(run))
    record = _read(bench.store.run_folder(job.id))
    if record is None:
        raise refuse(
            "no_model",
            "This run left no trained model.",
            expected="a run that finished",
            got=str(run)[:40],
            next="Train it first, or choose another run.",
        )
    return record


def sample_of(record: Record, row: int) -> tuple[dict[str, Any], str]:
    """The values of a row of the data that a run learned from, as a person would give them, and the true answer.

    Raises:
        Refused: there is no such row.
    """
    from builder.ui.data.preview import data_uri

    dataset = named(str(record["data"]))
    if not 0 <= row < len(dataset.columns[dataset.label]):
        raise refuse("sample", "There is no such sample.", next="Choose one of those that are shown.")
    found: dict[str, Any] = {}
    for entry in record["inputs"].values():
        column = dataset.columns[entry["column"]]
        if column.kind == "graph":
            found["node"] = row
        elif column.kind == "image":
            found["image"] = data_uri(column.values[row])
        elif column.kind == "text":
            found["text"] = str(column.values[row])
        elif entry.get("cases"):
            found["condition"] = column.classes[int(column.values[row])]
        elif column.kind == "vector":
            found["features"] = _measured(column.values[row], entry.get("scale"))
    return found, _truth(record, dataset, row)


def untrained(bench: Bench, record: Record) -> list[str]:
    """What to say of the parts of a run that began with random weights and were never trained by anybody."""
    planned = bench.plan(json.dumps(record["document"]))
    return [f"{node}: {recipe.note}" for node, recipe in planned.recipes.items() if "random" in recipe.note]


def has_samples(record: Record) -> bool:
    return record["data"] in SOURCES


def _truth(record: Record, dataset: Any, row: int) -> str:
    """The true answer of each output, as far as the data knows it."""
    found = []
    for node, entry in record["outputs"].items():
        column = dataset.columns.get(entry["column"])
        if column is not None and column.kind in ("label", "number"):
            value = column.values[row]
            found.append(
                f"{node}: {column.classes[int(value)] if column.kind == 'label' else f'{float(value):.4g}'}"
            )
    return "; ".join(found)


def _measured(row: Any, scale: Any) -> list[float]:
    """Numbers as they were measured, before the data set standardised them."""
    if not scale:
        return [float(value) for value in row]
    pairs = zip(row, scale["mean"], scale["std"], strict=True)
    return [float(f"{float(value) * std + mean:.5g}") for value, mean, std in pairs]


def _read(folder: Path) -> Record | None:
    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and (folder / "model.safetensors").is_file() else None


def _title(record: Record, ended: float) -> str:
    name = record["document"].get("title") or "Untitled"
    parts = [str(name), str(record.get("data_title", record["data"]))]
    for figures in list(record.get("figures", {}).get("test", {}).values())[:1]:
        metric, value = next(iter(figures.items()))
        parts.append(f"{metric.replace('_', ' ')} {number(value, metric in SHARES)}")
    return " · ".join([*parts, datetime.fromtimestamp(ended).strftime("%H:%M")])
