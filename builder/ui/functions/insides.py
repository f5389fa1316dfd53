"""What the canvas asks about a node opened in place: its modules, the edits in it, and what they change."""

from functools import partial
from typing import Any

from builder.problem import refuse
from builder.ui.bench import Bench
from builder.ui.functions.sent import edit, planned, text, texts
from builder.ui.server.envelope import Answer, Sent, answered

LONGEST_QUERY = 200


def inside_functions(bench: Bench) -> list[Answer]:
    """The functions over one bench, which remember the networks that were opened."""
    from builder.surgery.levels import Memory

    memory = Memory()
    return [
        answered("inside", partial(inside, bench, memory)),
        answered("search_inside", partial(search_inside, bench, memory)),
        answered("suited", partial(suited, bench, memory)),
        answered("alike", partial(alike, bench, memory)),
        answered("difference", partial(difference, bench)),
    ]


def inside(bench: Bench, memory: Any, sent: Sent) -> Any:
    """The modules below each of the paths that are unfolded."""
    from builder.surgery.levels import looked

    found = looked(planned(bench, sent), text(sent, "node"), memory)
    levels = {path: found.level(path) for path in texts(sent, "paths")}
    return {"total": len(found.modules) - 1, "levels": {path: row for path, row in levels.items() if row}}


def search_inside(bench: Bench, memory: Any, sent: Sent) -> Any:
    """The modules whose path or class holds the words."""
    from builder.surgery.levels import looked

    found = looked(planned(bench, sent), text(sent, "node"), memory)
    return found.search(text(sent, "query")[:LONGEST_QUERY])


def alike(bench: Bench, memory: Any, sent: Sent) -> Any:
    """The places where an edit could be repeated."""
    from builder.surgery.repeating import alike_in

    number, node, known = sent.get("edit"), text(sent, "node"), planned(bench, sent)
    if type(number) is not int or node not in known.nodes:
        raise refuse("request", "The browser named no edit.", expected="a number", got=repr(number)[:40])
    return alike_in(known, node, number, memory).to_json()


def suited(bench: Bench, memory: Any, sent: Sent) -> Any:
    """The blocks that can stand at a place inside."""
    from builder.surgery.suiting import suited_in

    return suited_in(
        planned(bench, sent), text(sent, "node"), text(sent, "do"), text(sent, "path"), memory
    ).to_json()


def difference(bench: Bench, sent: Sent) -> Any:
    """How far the output of an edited network is from the untouched one's."""
    from builder.surgery.measuring import measured

    return {"difference": measured(planned(bench, sent), text(sent, "node"), edit(sent))}
