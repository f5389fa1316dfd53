"""The settings of a run: what the document says, with what the person at the page changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from builder.document import Document, Training
from builder.problem import refuse


@dataclass(frozen=True)
class Settings:
    """How to train: a data set, and numbers within the document's bounds.

    `data` is a name, or the path of one's own data where the person at the page or the terminal chose it;
    `own` tells these apart, since a document may only name data sets that ship with Netgraft.
    """

    training: Training
    own: bool = False

    @property
    def data(self) -> str:
        return self.training.data

    def to_json(self) -> dict[str, Any]:
        return self.training.model_dump(mode="json")


def settings_of(document: Document, changes: Mapping[str, Any] | None = None) -> Settings:
    """The document's training settings with these changes, within the same bounds.

    Raises:
        Refused: a change has an unknown name or a value out of range.
    """
    base = document.training or Training()
    given = dict(changes or {})
    try:
        training = Training.model_validate(base.model_dump() | given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise refuse(
            "training_setting",
            f"The training setting {name!r} cannot be used.",
            param=name,
            expected=first["msg"].removeprefix("Value error, "),
            got=repr(first["input"])[:80],
            next="Correct this setting, or leave it out to use the document's own.",
        ) from None
    return Settings(training, own="data" in given and given["data"] != base.data)
