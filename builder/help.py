"""What a problem code means: a title and a paragraph with a small example, for whoever wants to read more."""

from builder.helping.backbones import BACKBONES
from builder.helping.data import DATA
from builder.helping.documents import DOCUMENTS
from builder.helping.estimating import ESTIMATING
from builder.helping.layers import LAYERS
from builder.helping.lessons import LESSONS
from builder.helping.linting import LINTING
from builder.helping.running import RUNNING
from builder.helping.shapes import SHAPES
from builder.helping.structure import STRUCTURE
from builder.helping.tasks import TASKS
from builder.helping.training import TRAINING

HELP = (
    STRUCTURE
    | DOCUMENTS
    | SHAPES
    | LAYERS
    | BACKBONES
    | LINTING
    | DATA
    | RUNNING
    | TASKS
    | LESSONS
    | TRAINING
    | ESTIMATING
)
"""Problem code -> (title, paragraph)."""

_UNKNOWN = (
    "No help yet",
    "There is no help text for this problem. Its own words say where it is, what was expected and what came.",
)


def help_for(code: str) -> tuple[str, str]:
    """The title and the paragraph of a problem code; an unknown code gets a general sentence."""
    return HELP.get(code, _UNKNOWN)
