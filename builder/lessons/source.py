"""Where a step's document comes from: a name, and perhaps a few parameters that are set otherwise."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from builder.lessons.check import plain
from builder.problem import refuse

if TYPE_CHECKING:
    from builder.documents.document import Document

FORM = "NAME, or NAME with NODE.PARAM VALUE and NODE.PARAM VALUE"
_FORM = re.compile(r"(?P<name>(?:faulty/)?[\w.-]+)(?: +with +(?P<changes>.+))?")
_CHANGE = re.compile(r"(?P<node>\w+)\.(?P<param>\w+) +(?P<value>\S.*)")


@dataclass(frozen=True)
class Source:
    """A document by name, with parameters to set: ``s04``, or ``s04 with image.size 64``."""

    name: str
    changes: tuple[tuple[str, str, Any], ...] = ()

    @classmethod
    def of(cls, text: str) -> Self | None:
        """What a line says; None where it has another form."""
        found = _FORM.fullmatch(text.strip())
        parts = re.split(r" +and +", found["changes"]) if found and found["changes"] else []
        changes = [_CHANGE.fullmatch(part) for part in parts]
        if found is None or not all(changes):
            return None
        set_to = tuple((one["node"], one["param"], plain(one["value"])) for one in changes if one)
        return cls(found["name"].removesuffix(".json"), set_to)

    def applied(self, document: "Document") -> "Document":
        """The document with the parameters set.

        Raises:
            Refused: it has no such node.
        """
        from builder.documents.editing import set_param

        for node, param, value in self.changes:
            if all(known.id != node for known in document.nodes):
                raise refuse(
                    "lesson_document",
                    f"The document {self.name!r} has no node {node!r}.",
                    expected=", ".join(known.id for known in document.nodes),
                    got=node,
                    next="Correct the line of the step that opens or shows it.",
                )
            document = set_param(document, node, param, value)
        return document
