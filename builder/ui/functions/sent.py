"""Reading what the browser sent: texts, numbers, the document and the group that is open, each checked.

Each raises ``Refused`` with the code ``request`` where the browser sent something else.
"""

from collections.abc import Callable

from builder.documents.document import Document
from builder.planning.planned import Plan
from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.server.envelope import Sent

MAX_REVISION = 2**53
MAX_LEVELS = 64
MAX_EDITS = 128


def words(value: object) -> str:
    """What kind of thing the browser sent, in a person's words."""
    named = {dict: "an object", list: "a list", str: "a text", bool: "yes or no", type(None): "nothing"}
    return named.get(type(value), "a number")


def text(sent: Sent, name: str) -> str:
    """The text that was sent under a name."""
    value = sent.get(name)
    if not isinstance(value, str):
        raise refuse("request", f"The browser sent no text as {name!r}.", expected="a text", got=words(value))
    return value


def texts(sent: Sent, name: str, most: int = MAX_LEVELS) -> list[str]:
    """The list of texts that was sent under a name."""
    value = sent.get(name)
    if not isinstance(value, list) or len(value) > most or not all(isinstance(p, str) for p in value):
        raise refuse(
            "request",
            f"The browser sent no texts as {name!r}.",
            expected=f"at most {most} texts",
            got=words(value),
        )
    return value


def revision(sent: Sent) -> int:
    """The number that the browser gave this state of the document."""
    value = sent.get("rev", 0)
    if type(value) is not int or not 0 <= value <= MAX_REVISION:
        raise refuse(
            "request", "The browser sent no revision.", expected="a whole number", got=repr(value)[:40]
        )
    return value


def edit(sent: Sent) -> int | None:
    """The place of an edit among its node's edits; None for all of them together."""
    value = sent.get("edit")
    if value is not None and (type(value) is not int or not 0 <= value < MAX_EDITS):
        raise refuse("request", "The browser sent no edit.", expected="a whole number", got=repr(value)[:40])
    return value


def document(sent: Sent) -> Document:
    """The document on the canvas, which travels as text."""
    from builder.documents.reading import loads

    return loads(text(sent, "document"))


def planned(bench: Bench, sent: Sent) -> Plan:
    """The plan of the document, or of the group that the browser has open."""
    from builder.groups.opening import alone, opened
    from builder.planning.planning import plan

    whole = plan(document(sent), bench.registry, cache=bench.cache)
    return opened(whole if sent.get("group") is None else alone(whole, text(sent, "group")), way(sent))


def changed(sent: Sent, change: Callable[[Document], Document]) -> Document:
    """The document after a change of its graph, or of the graph of the group that is open."""
    from builder.groups.opening import reached

    whole, group = document(sent), sent.get("group")
    within = reached(whole, way(sent), None if group is None else text(sent, "group"))
    if within is None:
        return change(whole)
    return whole.with_inside(within, change(whole.inside(within)))


def way(sent: Sent) -> list[str]:
    """The nodes that lead into the group that is open; none on the canvas itself."""
    return texts(sent, "way") if "way" in sent else []
