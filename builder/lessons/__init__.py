"""Lessons: Markdown files whose steps check themselves against the canvas and the runs of whoever learns."""

from builder.lessons.lesson import Lesson, Posed, Step
from builder.lessons.reading import read
from builder.lessons.shelf import document_names, document_path, faults, lesson, lessons
from builder.lessons.source import Source
from builder.lessons.state import State, Trial

__all__ = [
    "Lesson",
    "Posed",
    "Source",
    "State",
    "Step",
    "Trial",
    "document_names",
    "document_path",
    "faults",
    "lesson",
    "lessons",
    "read",
]
