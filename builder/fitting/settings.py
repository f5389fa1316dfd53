"""The settings of a run: what the document says, with what the person at the page changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from builder.data import SOURCES
from builder.documents.document import Document, Training
from builder.documents.validating import wanted
from builder.problem import refuse


@dataclass(frozen=True)
class Settings:
    """How to train: numbers within the document's bounds, and a data set by name.

    `own` is the path of one's own data where the person at the page or the terminal chose it. A document may
    only name data sets that ship with Netgraft: what it says is never taken for a path.
    """

    training: Training
    own: Path | None = None

    def to_json(self) -> dict[str, Any]:
        return self.training.model_dump(mode="json")


def settings_of(document: Document, changes: Mapping[str, Any] | None = None) -> Settings:
    """The document's training settings with these changes, within the same bounds.

    Raises:
        Refused: a change has an unknown name or a value out of range.
    """
    base = document.training or Training()
    given = dict(changes or {})
    own = _own(given.get("data"))
    if own is not None:
        given["data"] = ""
    try:
        training = Training.model_validate_json(json.dumps(base.model_dump(mode="json") | given))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise refuse(
            "training_setting",
            f"The training setting {name!r} cannot be used.",
            param=name,
            expected=wanted(first),
            got=repr(first["input"])[:80],
            next="Correct this setting, or leave it out to use the document's own.",
        ) from None
    return Settings(training, own)


def _own(data: Any) -> Path | None:
    """The path of one's own data, when that is what was chosen."""
    if not isinstance(data, (str, Path)) or not str(data) or data in SOURCES:
        return None
    return Path(data) if Path(data).exists() or Path(data).suffix else None
