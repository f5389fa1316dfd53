"""Listeners by name: each takes named values and an owner, and gives named values or a problem.

Every listener of the page is an address that anybody may call, so who asks is read from the request
alone, and whatever goes wrong ends as a card on the panel and never as a raw exception.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, final

import gradio as gr

from builder.ui.bench import Bench
from builder.ui.cards import problem_cards

Values = Mapping[str, Any]
Action = Callable[[Values, str], Values]
"""From the values that were sent and the owner who sent them to the values to show; a missing name stays as it is."""

NOTHING: Values = {}


@final
@dataclass(frozen=True)
class Wiring:
    """The parts of a panel by name; `trouble` is the one that shows problems."""

    bench: Bench
    parts: Mapping[str, Any]
    trouble: str

    def on(
        self,
        event: Callable[..., Any],
        action: Action,
        *,
        takes: Sequence[str] = (),
        gives: Sequence[str] = (),
        otherwise: Values = NOTHING,
        **options: Any,
    ) -> None:
        """Call `action` on an event, outside the queue unless asked; `otherwise` is shown beside a problem."""

        def listen(values: dict[Any, Any], happened: gr.EventData, request: gr.Request) -> dict[Any, Any]:
            sent = {name: values[self.parts[name]] for name in takes}
            happening = getattr(happened, "_data", None)
            return self._shown(action, sent | {"event": happening}, request, otherwise)

        def listen_only(request: gr.Request) -> dict[Any, Any]:
            return self._shown(action, {}, request, otherwise)

        event(
            listen if takes else listen_only,
            {self.parts[name] for name in takes} or None,
            [self.parts[name] for name in dict.fromkeys((*gives, *otherwise, self.trouble))],
            api_name=action.__name__,
            **{"queue": False, "show_progress": "hidden", **options},
        )

    def _shown(self, action: Action, sent: Values, request: Any, otherwise: Values) -> dict[Any, Any]:
        try:
            found = action(sent, self.bench.owner_of(request))
        except Exception as error:  # noqa: BLE001 - whatever went wrong becomes a card
            problems = self.bench.problems(error, action.__name__)
            found = {**otherwise, self.trouble: problem_cards(problem.to_json() for problem in problems)}
        named = {self.trouble: gr.skip(), **found}
        return {self.parts[name]: value for name, value in named.items()}
