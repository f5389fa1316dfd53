"""Jobs: long work in processes of its own, with fair turns, limits, and an explanation for every end."""

from builder.jobs.kind import Kind, Limits
from builder.jobs.state import JobState
from builder.jobs.supervisor import Supervisor
from builder.jobs.task import Task

__all__ = ["JobState", "Kind", "Limits", "Supervisor", "Task"]
