"""What the panels share: the blocks, the memory of plans, the jobs, and who is asking."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from builder.documents.reading import loads
from builder.planning.plan_cache import Cache
from builder.planning.planned import Plan
from builder.planning.planning import plan
from builder.problem import Problem, refuse
from builder.registry import Registry
from builder.ui.server.envelope import problems_of

OwnerOf = Callable[[Any], str]
"""From a request to the owner that its cookie or login names."""


@dataclass(frozen=True)
class Bench:
    """Built once by `page.build` and handed to every panel."""

    registry: Registry
    cache: Cache
    store: Any
    jobs: Any
    owner_of: OwnerOf

    def plan(self, text: Any) -> Plan:
        """The plan of the document that the browser sent as text.

        Raises:
            DocumentError, Refused: the text is no document.
        """
        if not isinstance(text, str):
            raise refuse("request", "The browser sent no document.", next="Reload the page.")
        if not text:
            return plan(loads('{"format": "netgraft", "version": 1}'), self.registry, cache=self.cache)
        return plan(loads(text), self.registry, cache=self.cache)

    def problems(self, error: Exception, doing: str) -> tuple[Problem, ...]:
        """What to tell a person about an exception."""
        return problems_of(error, doing)
