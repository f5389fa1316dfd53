"""The receipt of an operation: which of a network's tensors it kept, added and dropped."""

from dataclasses import dataclass
from typing import Any

from builder.documents.document import Edit
from builder.surgery.survey import is_under


@dataclass(frozen=True)
class Receipt:
    """Which of a network's tensors an operation kept, added and dropped, by name."""

    kept: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The receipt in one line."""
        total = len(self.kept) + len(self.dropped)
        return f"{len(self.kept)} of {total} tensors kept, {len(self.new)} new, {len(self.dropped)} dropped"

    def to_json(self) -> dict[str, Any]:
        return {
            "said": self.said,
            "kept": len(self.kept),
            "new": list(self.new),
            "dropped": list(self.dropped),
        }


def receipt_of(
    before: tuple[str, ...], after: tuple[str, ...], added: tuple[str, ...], edits: list[Edit]
) -> Receipt:
    """The receipt of edits, from the tensors' names before and after, and the paths where something new stands."""
    gone = tuple(edit.path for edit in edits if edit.do in ("replace", "remove"))
    dropped = tuple(name for name in before if is_under(name, gone)) if gone else ()
    kept = tuple(name for name in before if not is_under(name, gone)) if dropped else before
    return Receipt(kept, tuple(name for name in after if is_under(name, added)), dropped)
