"""Functions that must know who asks: the owner is read from the request, never from what was sent."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from builder.ui.bench import Bench
from builder.ui.server.envelope import Answer, Envelope, Sent, answered
from builder.ui.server.owner import with_login

NOBODY = "nobody"


def answered_to(bench: Bench, name: str, handler: Callable[[Sent, str], Any]) -> Answer:
    """A function like those of `answered`, whose handler is also given the owner who asks."""

    def answer(sent: Any = None, request: gr.Request | None = None) -> Envelope:
        return answered(name, lambda asked: handler(asked, _owner(bench, request)))(sent)

    answer.__name__ = answer.__qualname__ = name
    return answer


def _owner(bench: Bench, request: Any) -> str:
    return NOBODY if request is None else bench.owner_of(with_login(request, request.app))
