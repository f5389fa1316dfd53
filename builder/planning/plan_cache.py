"""The memory of plans: an edit only plans again what it touches."""

from collections import OrderedDict
from threading import Lock
from typing import Protocol

from builder.planning.planned import NodePlan


class Shelf(Protocol):
    """Where plans of single nodes outlive the process."""

    def get(self, key: object) -> NodePlan | None: ...

    def put(self, key: object, plan: NodePlan) -> None: ...


class Cache:
    """Plans of single nodes, so that an edit only plans again what it touches. Safe between threads.

    A `shelf` is asked for what this process has not planned yet, and given what it plans; it serves the blocks
    that ship with Netgraft only, since a key names a block by its id.
    """

    def __init__(self, room: int = 4_000, *, shelf: Shelf | None = None) -> None:
        self._known: OrderedDict[object, NodePlan] = OrderedDict()
        self._room = room
        self._lock = Lock()
        self._shelf = shelf

    def get(self, key: object) -> NodePlan | None:
        with self._lock:
            found = self._known.get(key)
        if found is None and self._shelf and (found := self._shelf.get(key)):
            self.remember(key, found)
        return found

    def put(self, key: object, plan: NodePlan) -> None:
        self.remember(key, plan)
        if self._shelf:
            self._shelf.put(key, plan)

    def remember(self, key: object, plan: NodePlan) -> None:
        """Keep a plan in this process only."""
        with self._lock:
            self._known[key] = plan
            while len(self._known) > self._room:
                self._known.popitem(last=False)
