"""What the canvas asks about documents: what may be placed, what fits, the fixes, and the Python."""

from functools import cache, partial
from typing import Any

from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.functions.sent import changed, document, planned, revision, text, words
from builder.ui.server.envelope import Answer, Sent, answered


def document_functions(bench: Bench) -> list[Answer]:
    """The functions over one bench; the catalogue is drawn once."""
    catalogue = cache(bench.registry.catalogue)
    return [
        answered("analyse", partial(analyse, bench)),
        answered("catalogue", lambda _: catalogue()),
        answered("open", opened),
        answered("repair", repaired),
        answered("source", partial(written, bench)),
    ]


def analyse(bench: Bench, sent: Sent) -> Any:
    """Shapes, sizes and problems with tried fixes, under the browser's number for this state."""
    from builder.fixes import with_fixes
    from builder.planning.analysis import analysis

    return analysis(with_fixes(planned(bench, sent), bench.cache)) | {"rev": revision(sent)}


def opened(sent: Sent) -> Any:
    """The document in a file's text, as Netgraft writes it."""
    from builder.documents.reading import dumps, loads

    return {"document": dumps(loads(text(sent, "text")))}


def repaired(sent: Sent) -> Any:
    """The document after the changes of a fix."""
    from builder.documents.editing import repair
    from builder.documents.reading import dumps

    changes = sent.get("changes")
    if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
        raise refuse("request", "A fix is a list of changes.", expected="a list", got=words(changes))
    return {"document": dumps(changed(sent, lambda graph: repair(graph, changes)))}


def written(bench: Bench, sent: Sent) -> Any:
    """The whole document as a Python file, whichever group is open."""
    from builder.planning.planning import plan
    from builder.writing.source import source_of

    return {"source": source_of(plan(document(sent), bench.registry, cache=bench.cache))}
