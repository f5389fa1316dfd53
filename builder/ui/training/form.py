"""The form of a run: what it shows for a document, and the settings that it stands for."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, get_args

from builder.data import SOURCES
from builder.data.library import names as library_names
from builder.documents.document import Document, Training
from builder.documents.training_lines import rates_of, rates_text, schedule_of, schedule_text
from builder.planning.planned import Plan
from builder.problem import refuse

OWN = "own:"
"""What a choice of one's own file begins with; the rest is the file's name."""

FIELDS = ("epochs", "batch", "learning_rate", "falling", "optimiser", "samples", "seed", "schedule", "rates")
OPTIMISERS = get_args(Training.model_fields["optimiser"].annotation)

_FITTING = {"image": "image", "ids": "text", "nodes": "graph", "vector": "vector", "tokens": "vector"}
"""Kind of what an input block hands out -> kind of data that can feed it."""


def training_of(planned: Plan) -> Training:
    """The document's own settings; where it has none, the defaults on data that fits its first input."""
    return planned.document.training or Training(data=fitting_data(planned))


def fitting_data(planned: Plan) -> str:
    """The name of a data set that can feed the first input; empty where there is none."""
    for argument in planned.arguments:
        kind = planned.specs[argument.node, argument.port].kind
        found = [source.name for source in SOURCES.values() if source.kind == _FITTING.get(kind)]
        if found:
            return found[0]
    return ""


def settings_from(document: Document, values: Mapping[str, Any]) -> dict[str, Any]:
    """The form's values as settings of a run, checked against the document's bounds.

    Raises:
        Refused: a value is missing or out of range; the problem names the setting.
    """
    from builder.fitting.settings import settings_of

    found = {name: values[name] for name in FIELDS}
    found["samples"] = found["samples"] or None
    found |= {"schedule": schedule_of(found["schedule"] or ""), "rates": rates_of(found["rates"] or "")}
    settings_of(document, found)
    return found


def shown(training: Training) -> dict[str, Any]:
    """The settings as the fields of the form show them."""
    values = training.model_dump(mode="json")
    lines = {"schedule": schedule_text(training.schedule), "rates": rates_text(training.rates)}
    return {name: lines.get(name, values[name]) for name in FIELDS}


def data_of(choice: Any) -> dict[str, str]:
    """A choice of data as the part of a job that names it.

    Raises:
        Refused: nothing is chosen.
    """
    if not isinstance(choice, str) or not choice:
        raise refuse(
            "data_unknown",
            "No data set is chosen.",
            expected="one of " + ", ".join(SOURCES) + ", or a file of your own",
            got="nothing",
            next="Choose data on the left.",
        )
    return {"upload": choice.removeprefix(OWN)} if choice.startswith(OWN) else {"data": choice}


def choices(own: list[str]) -> list[tuple[str, str]]:
    """What can be chosen as data: one's own files, the sets that come along, and those that are fetched."""
    shipped = [(source.title, source.name) for source in SOURCES.values()]
    fetched = [(f"{name.partition(':')[2]} ({name.partition(':')[0]})", name) for name in library_names()]
    return [*((name, OWN + name) for name in own), *shipped, *fetched]


@lru_cache(maxsize=16)
def named(name: str) -> Any:
    """A data set by name, read once."""
    from builder.data import load

    return load(name)


@lru_cache(maxsize=16)
def named_preview(name: str) -> str:
    """A look at a data set by name, drawn once."""
    from builder.ui.data.preview import preview

    return preview(named(name))
