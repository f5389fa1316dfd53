"""What the canvas asks Python: pure functions of what they are sent, each answering with one envelope.

An envelope is ``{"ok": true, "result": ...}`` or ``{"ok": false, "problems": [...]}``. Nothing is ever raised to
the browser: a fault of ours is logged under a number, and the number is what the person sees.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from builder.problem import DocumentError, Problem, Refused, refuse

Envelope = dict[str, Any]
Handler = Callable[[Mapping[str, Any]], Any]
Answer = Callable[[Any], Envelope]

_log = logging.getLogger(__name__)

MAX_REVISION = 2**53
MAX_LEVELS = 64
MAX_NODES = 500
MAX_EDITS = 128
LONGEST_QUERY = 200


def server_functions(registry: Any, cache: Any) -> list[Answer]:
    """The canvas's functions over one registry and one memory of plans, named as the browser calls them."""
    from builder.insides import Memory

    catalogue: list[Any] = []
    memory = Memory()

    def planned(sent: Mapping[str, Any]) -> Any:
        """The plan of the document, or of the group that is open."""
        from builder.planning import plan

        return within(plan(_document(sent), registry, cache=cache), sent)

    def analyse(sent: Mapping[str, Any]) -> Any:
        from builder.analysis import analysis
        from builder.fixes import with_fixes

        return analysis(with_fixes(planned(sent), cache)) | {"rev": _revision(sent)}

    def draw(sent: Mapping[str, Any]) -> Any:
        if not catalogue:
            catalogue.append(registry.catalogue())
        return catalogue[0]

    def mend(sent: Mapping[str, Any]) -> Any:
        from builder.editing import repair
        from builder.reading import dumps

        changes = sent.get("changes")
        if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
            raise refuse(
                "request", "A fix is a list of changes.", expected="a list", got=type(changes).__name__
            )
        return {"document": dumps(_changed(sent, lambda graph: repair(graph, changes)))}

    def write(sent: Mapping[str, Any]) -> Any:
        from builder.planning import plan
        from builder.source import source_of

        return {"source": source_of(plan(_document(sent), registry, cache=cache))}

    def inside(sent: Mapping[str, Any]) -> Any:
        from builder.insides import looked

        found = looked(planned(sent), _text(sent, "node"), memory)
        levels = {path: found.level(path) for path in _texts(sent, "paths")}
        return {"total": len(found.modules) - 1, "levels": {path: row for path, row in levels.items() if row}}

    def search_inside(sent: Mapping[str, Any]) -> Any:
        from builder.insides import looked

        found = looked(planned(sent), _text(sent, "node"), memory)
        return found.search(_text(sent, "query")[:LONGEST_QUERY])

    def alike(sent: Mapping[str, Any]) -> Any:
        from builder.repeating import alike_in

        edit, node, known = sent.get("edit"), _text(sent, "node"), planned(sent)
        if type(edit) is not int or node not in known.nodes:
            raise refuse("request", "The browser named no edit.", expected="a number", got=repr(edit)[:40])
        return alike_in(known, node, edit, memory).to_json()

    def measure(sent: Mapping[str, Any]) -> Any:
        from builder.receipt import measured

        return {"difference": measured(planned(sent), _text(sent, "node"), _edit(sent))}

    def gather(sent: Mapping[str, Any]) -> Any:
        from builder.groups.making import group
        from builder.reading import dumps

        nodes, name, title = _texts(sent, "nodes", MAX_NODES), _text(sent, "id"), _text(sent, "title")
        made = _changed(sent, lambda graph: group(graph, nodes, name, title, registry=registry))
        return {"document": dumps(made)}

    def scatter(sent: Mapping[str, Any]) -> Any:
        from builder.groups.undoing import ungroup
        from builder.reading import dumps

        node = _text(sent, "node")
        return {"document": dumps(_changed(sent, lambda graph: ungroup(graph, node, registry=registry)))}

    table: dict[str, Handler] = {
        "analyse": analyse,
        "catalogue": draw,
        "examples": _examples,
        "example": _example,
        "open": _open,
        "repair": mend,
        "source": write,
        "inside": inside,
        "search_inside": search_inside,
        "alike": alike,
        "difference": measure,
        "group": gather,
        "ungroup": scatter,
    }
    return [answered(name, handler) for name, handler in table.items()]


def within(whole: Any, sent: Mapping[str, Any]) -> Any:
    """The plan of the graph on the screen: a whole one, or that of the group that the browser has open."""
    from builder.groups.opening import alone, opened

    group = sent.get("group")
    return opened(whole if group is None else alone(whole, _text(sent, "group")), _way(sent))


def answered(name: str, handler: Handler) -> Answer:
    """A function of this name that takes one object and always returns an envelope."""

    def answer(sent: Any = None) -> Envelope:
        try:
            return {"ok": True, "result": handler(_one_object(sent))}
        except Exception as error:  # noqa: BLE001 - the browser only ever sees problems
            return {"ok": False, "problems": [problem.to_json() for problem in problems_of(error, name)]}

    answer.__name__ = answer.__qualname__ = name
    return answer


def problems_of(error: Exception, doing: str) -> tuple[Problem, ...]:
    """What to tell a person about an exception; one that nobody foresaw is logged and gets a number."""
    if isinstance(error, DocumentError):
        return error.problems
    if isinstance(error, Refused):
        return (error.problem,)
    number = secrets.token_hex(4)
    _log.error("fault %s while doing %r", number, doing, exc_info=error)
    return (
        Problem(
            code="internal",
            said=f"Something in Netgraft went wrong; the server's log holds it as fault {number}.",
            next="Undo the latest edit, or try again. Your document is safe in the browser.",
        ),
    )


def _one_object(sent: Any) -> Mapping[str, Any]:
    """What the browser sent; Gradio hands one argument over bare or as a list of one."""
    if isinstance(sent, list) and len(sent) == 1:
        sent = sent[0]
    if sent is None:
        return {}
    if not isinstance(sent, dict):
        raise refuse("request", "The browser sent something else than an object.", got=type(sent).__name__)
    return sent


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str):
        raise refuse(
            "request", f"The browser sent no text as {name!r}.", expected="a text", got=type(value).__name__
        )
    return value


def _document(sent: Mapping[str, Any]) -> Any:
    from builder.reading import loads

    return loads(_text(sent, "document"))


def _changed(sent: Mapping[str, Any], change: Callable[[Any], Any]) -> Any:
    """The document after a change of its graph, or of the graph of the group that is open."""
    from builder.groups.opening import reached

    document, group = _document(sent), sent.get("group")
    within = reached(document, _way(sent), None if group is None else _text(sent, "group"))
    if within is None:
        return change(document)
    return document.with_inside(within, change(document.inside(within)))


def _way(sent: Mapping[str, Any]) -> list[str]:
    """The nodes that lead into the group that is open; none on the canvas itself."""
    return _texts(sent, "way") if "way" in sent else []


def _texts(sent: Mapping[str, Any], name: str, most: int = MAX_LEVELS) -> list[str]:
    value = sent.get(name)
    if not isinstance(value, list) or len(value) > most or not all(isinstance(p, str) for p in value):
        raise refuse(
            "request",
            f"The browser sent no texts as {name!r}.",
            expected=f"at most {most} texts",
            got=type(value).__name__,
        )
    return value


def _edit(sent: Mapping[str, Any]) -> int | None:
    value = sent.get("edit")
    if value is not None and (type(value) is not int or not 0 <= value < MAX_EDITS):
        raise refuse("request", "The browser sent no edit.", expected="a whole number", got=repr(value)[:40])
    return value


def _revision(sent: Mapping[str, Any]) -> int:
    value = sent.get("rev", 0)
    if type(value) is not int or not 0 <= value <= MAX_REVISION:
        raise refuse(
            "request", "The browser sent no revision.", expected="a whole number", got=repr(value)[:40]
        )
    return value


def _examples(sent: Mapping[str, Any]) -> Any:
    from builder.examples import examples

    return [_listed(example.to_json()) for example in examples()]


def _listed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row.get(key) for key in ("id", "title", "system", "sentence")}


def _example(sent: Mapping[str, Any]) -> Any:
    from builder.examples import example_path
    from builder.reading import dumps, load

    name = _text(sent, "id")
    path = example_path(name)
    if path is None:
        raise refuse(
            "unknown_example", f"There is no example {name[:80]!r}.", next="Choose one from the gallery."
        )
    return {"document": dumps(load(path))}


def _open(sent: Mapping[str, Any]) -> Any:
    from builder.reading import dumps, loads

    return {"document": dumps(loads(_text(sent, "text")))}
