"""Edits inside a network that run, and change more than they seem to."""

from collections.abc import Iterator

from builder.linting.view import View
from builder.problem import Fix, Problem


def edit_resizes(view: View) -> Iterator[Problem]:
    """An edit that changes the shape at its place, without anything behind it breaking."""
    for node in view.nodes:
        for path, before, now in view.plan.nodes[node.id].resized:
            number = next(index for index, edit in enumerate(node.edits) if edit.on and edit.path == path)
            yield Problem(
                code="edit_resized",
                severity="warning",
                node=node.id,
                param="edits",
                edit=number,
                said=f"The edit at {path} changes {before} to {now}. Everything behind it runs on, at a size that it "
                "was not trained for.",
                expected=before,
                got=now,
                next="Give the new block the stride, padding and channels of what was there.",
                fixes=(
                    Fix(
                        title=f"Take back the edit at {path}",
                        changes=({"do": "drop_edit", "node": node.id, "number": number},),
                    ),
                ),
            )
