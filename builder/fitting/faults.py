"""What goes wrong while a network trains, as problems: our own refusals, and what the libraries raise."""

from builder.problem import DocumentError, Problem, Refused
from builder.weightless.foreign import explain


def problem_of(error: Exception, node: str | None = None) -> Problem:
    """The problem behind anything that a run raised."""
    if isinstance(error, DocumentError):
        return error.problems[0]
    if isinstance(error, Refused):
        return error.problem
    raw = f"{type(error).__name__}: {error}"
    if "Expected more than 1 value per channel" in raw:
        return Problem(
            code="batch_of_one",
            said="A batch normalisation that is being trained got a single value for each channel.",
            node=node,
            expected="batches of two samples or more",
            got="one sample",
            next="Set the batch to 2 or more, or freeze the normalisation.",
            details=raw,
        )
    if isinstance(error, FileNotFoundError | PermissionError | OSError) and "No space left" in raw:
        return Problem(
            code="disk_full",
            said="The trained weights could not be written: the disk is full.",
            next="Free some space, and train again.",
            details=raw,
        )
    return explain(error, node=node)
