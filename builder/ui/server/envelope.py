"""One envelope for every answer to the browser.

An envelope is ``{"ok": true, "result": ...}`` or ``{"ok": false, "problems": [...]}``. Nothing is ever raised to
the browser: a fault of ours is logged under a number, and the number is what the person sees.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from builder.problem import DocumentError, Problem, Refused, refuse

Envelope = dict[str, Any]
Sent = Mapping[str, Any]
"""The object that the browser sent; nothing in it has been checked."""
Handler = Callable[[Sent], Any]
Answer = Callable[..., Envelope]

_log = logging.getLogger(__name__)


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


def _one_object(sent: Any) -> Sent:
    """What the browser sent; Gradio hands one argument over bare or as a list of one."""
    if isinstance(sent, list) and len(sent) == 1:
        sent = sent[0]
    if sent is None:
        return {}
    if not isinstance(sent, dict):
        raise refuse("request", "The browser sent something else than an object.", got="something else")
    return sent
