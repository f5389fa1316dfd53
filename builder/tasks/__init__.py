"""Tasks: what the values of an output mean where they are more than classes or numbers."""

from builder.tasks.actions import ActionsTask
from builder.tasks.boxes import BoxesTask
from builder.tasks.match import MatchTask
from builder.tasks.picture import PictureTask
from builder.tasks.task import Task

TASKS: dict[str, Task] = {
    "actions": ActionsTask(),
    "boxes": BoxesTask(),
    "match": MatchTask(),
    "picture": PictureTask(),
}
"""Task by the name that an output block gives."""

__all__ = ["TASKS", "Task"]
