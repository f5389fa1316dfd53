"""Which blocks can stand at a place inside a network: each is asked, with what arrives there."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from builder.block import Block, Site
from builder.documents.document import Edit
from builder.planning.planned import Plan
from builder.problem import Refused, refuse
from builder.registry import Registry
from builder.spec import Spec
from builder.surgery.inner import inner_of
from builder.surgery.levels import Memory, looked


@dataclass(frozen=True)
class Suited:
    """Blocks by id, those made for what arrives first.

    `keeps` leave the shape at the place as it is, `changes` give another one. What is in neither cannot stand there
    with the parameters that it begins with, or is a whole network, which is not asked.
    """

    keeps: tuple[str, ...]
    changes: tuple[str, ...]

    def to_json(self) -> dict[str, list[str]]:
        return {"keeps": list(self.keeps), "changes": list(self.changes)}


def suited_in(planned: Plan, node: str, do: str, path: str, memory: Memory | None = None) -> Suited:
    """The blocks that can stand at a module path inside a node, as something inserted, beside it or in its place.

    Raises:
        Refused: there is no such node or module, or nothing runs there.
    """
    inner = looked(planned, node, memory).modules.get(path)
    if inner is None or inner.takes is None or inner.gives is None:
        raise refuse(
            "unknown_path",
            f"No module that runs is called {path!r}.",
            node=node,
            expected="a module that runs",
            got=path,
            next="Choose a module from the list.",
        )
    arrives = inner.gives if do == "insert_after" else inner.takes
    blocks = tuple((entry.id, entry.block.content) for entry in planned.registry)
    return _suited(
        _Blocks(blocks, planned.registry), arrives, inner.takes if do == "insert_before" else inner.gives
    )


@dataclass(frozen=True)
class _Blocks:
    """A registry that is known by what its blocks are."""

    blocks: tuple[tuple[str, str], ...]
    registry: Registry = field(compare=False)


@lru_cache(maxsize=256)
def _suited(blocks: _Blocks, arrives: Spec, wanted: Spec) -> Suited:
    given = dict(_given(blocks.registry, arrives))
    entries = [entry for entry in blocks.registry if entry.id in given]
    entries.sort(key=lambda entry: (_distance(entry.block, arrives), entry.category not in _MEANT))
    order = [entry.id for entry in entries]
    return Suited(
        tuple(block for block in order if given[block].shape == wanted.shape),
        tuple(block for block in order if given[block].shape != wanted.shape),
    )


def _given(registry: Registry, arrives: Spec) -> Iterator[tuple[str, Spec]]:
    """Each block that takes what arrives, and what it gives."""
    for entry in registry:
        edit = Edit(do="insert_after", path="here", block=entry.id)
        if entry.category == "backbones" or entry.block.role != "layer" or len(entry.block.outputs) != 1:
            continue
        with suppress(Refused):
            if gives := inner_of(edit, arrives, registry, _NOWHERE).gives:
                yield entry.id, gives


def _distance(block: Block, arrives: Spec) -> int:
    """0 for a block that is made for what arrives, 1 for one that takes anything, 2 for all others."""
    kind = next(port.kind for port in block.inputs.values() if not port.optional)
    return 0 if kind == arrives.kind else 1 if kind == "any" else 2


_MEANT = ("groups", "adapters")
"""Categories of blocks that are made to be put inside."""
_NOWHERE = Site("inside", {}, {})
