"""What the canvas asks Python: one file a subject, each a handful of functions that answer with an envelope."""

from collections.abc import Callable

from builder.ui.bench import Bench
from builder.ui.functions.documents import document_functions
from builder.ui.functions.gallery import gallery_functions
from builder.ui.functions.groups import group_functions
from builder.ui.functions.insides import inside_functions
from builder.ui.functions.lessons import lesson_functions
from builder.ui.functions.looking import looking_functions
from builder.ui.functions.weights import weights_functions
from builder.ui.server.envelope import Answer

SUBJECTS: tuple[Callable[[Bench], list[Answer]], ...] = (
    document_functions,
    gallery_functions,
    inside_functions,
    group_functions,
    looking_functions,
    lesson_functions,
    weights_functions,
)


def canvas_functions(bench: Bench) -> list[Answer]:
    """Everything that the canvas may ask, named as the browser calls it, over one memory of plans."""
    return [function for subject in SUBJECTS for function in subject(bench)]
