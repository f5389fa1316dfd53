"""Routing, counted: how many samples each branch of a network really answered."""

from collections import Counter
from typing import TYPE_CHECKING, Any, final

from builder.documents.sharing import owner_of
from builder.planning.planned import Plan
from builder.writing.places import attribute

if TYPE_CHECKING:
    from torch import nn

Hits = dict[str, dict[str, int]]
"""Routing node -> branch -> number of samples; every branch is named, also one without samples."""


@final
class Routed:
    """Counts the samples of each branch whenever the network runs; nothing where nothing is routed."""

    def __init__(self, planned: Plan, module: "nn.Module") -> None:
        self._hits: dict[str, Counter[str]] = {}
        self._branches: dict[str, tuple[str, ...]] = {}
        self._hooks: list[Any] = []
        for node in planned.live:
            if planned.block(node).routes:
                self._watch(
                    node,
                    module.get_submodule(attribute(owner_of(planned.document, node))),
                    _place(planned, node),
                )

    def take(self) -> Hits:
        """The counts since they were last taken."""
        taken = {
            node: {branch: hits[branch] for branch in self._branches[node]}
            for node, hits in self._hits.items()
        }
        for hits in self._hits.values():
            hits.clear()
        return taken

    def close(self) -> None:
        """Stop counting."""
        for hook in self._hooks:
            hook.remove()

    def _watch(self, node: str, module: Any, place: int) -> None:
        hits = self._hits[node] = Counter()
        branches = self._branches[node] = tuple(module.branches)

        def count(_: Any, given: tuple[Any, ...]) -> None:
            hits.update(branches[branch] for branch in module.chosen(given[place]).tolist())

        self._hooks.append(module.register_forward_pre_hook(count))


def _place(planned: Plan, node: str) -> int:
    """Which argument of the routing module holds the values that choose."""
    ports = [port for port in planned.block(node).inputs if planned.site(node).has(port)]
    return ports.index(str(planned.block(node).routes))
