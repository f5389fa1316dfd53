"""The module tree inside a node's network, level by level: sizes, shapes where it ran, and what is frozen."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from builder.block import Block, Site
from builder.checking import output_names
from builder.declaring import declared
from builder.documents.document import Document, Node
from builder.planning.plan_cache import Cache
from builder.planning.planned import Plan, used_outputs
from builder.planning.planning import contents, plan
from builder.problem import refuse
from builder.registry import Registry, filled
from builder.spec import Spec
from builder.surgery.operate import Operated, operate
from builder.surgery.survey import frozen_paths, is_free, is_under, outermost

if TYPE_CHECKING:
    from torch import nn

    from builder.weightless.running import Call

MOST_FOUND = 50
LONGEST = 160


@dataclass(frozen=True)
class Inner:
    """A module inside a network.

    `follows` says that exactly what the row before gave arrives here; `passes` that it gives exactly what its last
    child gave; `used` that it is run for the outputs that
    have a wire; `added` that an edit put it there. A module that only holds others is never `called` itself.
    """

    path: str
    kind: str
    detail: str = ""
    parameters: int = 0
    tensors: int = 0
    frozen_tensors: int = 0
    added: bool = False
    used: bool = True
    calls: int = 0
    follows: bool = False
    passes: bool = False
    arrives: str = ""
    shape: str = ""
    children: tuple[str, ...] = ()
    takes: Spec | None = None
    gives: Spec | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "name": self.path.rpartition(".")[2],
            "class": self.kind,
            "detail": self.detail,
            "parameters": self.parameters,
            "tensors": self.tensors,
            "frozen_tensors": self.frozen_tensors,
            "frozen": 0 < self.tensors == self.frozen_tensors,
            "added": self.added,
            "used": self.used,
            "calls": self.calls,
            "follows": self.follows,
            "passes": self.passes,
            "arrives": self.arrives,
            "shape": self.shape,
            "children": len(self.children),
        }


@dataclass(frozen=True)
class Insides:
    """All modules inside a network by path, each with its children in the order in which they run."""

    modules: dict[str, Inner]

    def level(self, path: str) -> dict[str, Any] | None:
        """A module and its children, ready for JSON; None where there is no such module."""
        if path not in self.modules:
            return None
        own = self.modules[path]
        return {
            "self": own.to_json(),
            "inside": [self.modules[child].to_json() for child in own.children],
        }

    def search(self, query: str) -> dict[str, Any]:
        """The modules whose path or class holds a text, the shallow ones first."""
        wanted = query.strip().lower()
        found = [
            inner
            for path, inner in self.modules.items()
            if path and wanted and (wanted in path.lower() or wanted in inner.kind.lower())
        ]
        found.sort(key=lambda inner: (wanted not in inner.path.lower(), inner.path.count(".")))
        return {"found": len(found), "rows": [inner.to_json() for inner in found[:MOST_FOUND]]}


@dataclass
class Memory:
    """The insides that were looked at last, so that each level is not worked out again. Safe between threads."""

    room: int = 32
    _known: OrderedDict[object, Insides] = field(default_factory=OrderedDict)
    _lock: Any = field(default_factory=Lock)

    def get(self, key: object) -> Insides | None:
        with self._lock:
            return self._known.get(key)

    def put(self, key: object, insides: Insides) -> None:
        with self._lock:
            self._known[key] = insides
            while len(self._known) > self.room:
                self._known.popitem(last=False)


def insides(
    document: Document,
    node_id: str,
    registry: Registry,
    *,
    cache: Cache | None = None,
    memory: Memory | None = None,
) -> Insides:
    """Look inside a node's network, also at what no wire needs at the moment. Loads no weights.

    Raises:
        Refused: nothing arrives at the node yet, or it is a single layer.
    """
    return looked(plan(document, registry, cache=cache), node_id, memory)


def looked(planned: Plan, node_id: str, memory: Memory | None = None) -> Insides:
    """Look inside a node of a plan, which may be that of a group; see `insides`."""
    node, site, block = _site(planned, node_id)
    key = (node.content, tuple(site.arrived.items()), site.wanted, contents(node, planned.registry))
    known = memory.get(key) if memory else None
    if known is None:
        known = _look(planned, node, site, block)
        if memory:
            memory.put(key, known)
    return known


def _site(planned: Plan, node_id: str) -> tuple[Node, Site, Block]:
    if node_id not in planned.nodes:
        raise refuse("missing_node", f"There is no node {node_id!r}.", next="Choose a node of the canvas.")
    node, block = planned.document.node(node_id), planned.block(node_id)
    arrived = planned.arrived(node_id)
    lacking = [
        name
        for name, port in block.inputs.items()
        if not (port.optional or port.many) and name not in arrived
    ]
    if lacking:
        raise refuse(
            "unconnected",
            f"{block.title} is only built for what arrives, and nothing arrives at {lacking[0]} yet.",
            port=lacking[0],
            expected="a wire that carries something",
            got="nothing",
            next=f"Connect the port {lacking[0]} first; then its inside can be opened.",
        )
    names = output_names(block, node)
    wanted = used_outputs(planned.document, node_id, names) or names[:1]
    return node, Site(node_id, filled(block, node.params), arrived, wanted, node.taps), block


def _look(planned: Plan, node: Node, site: Site, block: Block) -> Insides:
    from builder.surgery.used_before import front
    from builder.weightless.running import calls, twin

    whole, operated = _whole(planned, node, site, block)
    module = twin(operated.recipe)
    if module is None:
        raise refuse(
            "edit_inside",
            f"{block.title} is a single layer: there is nothing inside that could be opened.",
            next="Choose a backbone, such as a network of torchvision.",
        )
    frozen: tuple[str, ...] = ()
    with suppress(Exception):  # a freezing that names nothing is told by the plan
        frozen = outermost(
            (*frozen_paths(node, module, partial(front, operated.recipe, whole)), *operated.recipe.frozen)
        )
    actual = planned.nodes[node.id].recipe.module
    cut = {path for path, _ in actual.then} if actual else set()
    own = operated.recipe.module
    unused = tuple(cut - ({path for path, _ in own.then} if own else set()))
    runs = _Runs.of(calls(operated.recipe, block, whole, module))
    return Insides(dict(_tree(module, "", runs, (frozen, operated.recipe.added, unused), None)))


def _whole(planned: Plan, node: Node, site: Site, block: Block) -> tuple[Site, Operated]:
    """The network with all that it can give, edited where the edits can be done."""
    sites = [replace(site, wanted=tuple(block.outputs)), *(replace(site, wanted=(p,)) for p in block.outputs)]
    candidates = [(one, edited) for edited in (node, node.model_copy(update={"edits": ()})) for one in sites]
    for one, edited in candidates:
        with suppress(Exception):  # an output may be impossible, and an edit faulty; the plan explains both
            return one, operate(declared(block, one), edited, block, one, planned.registry)
    return site, operate(declared(block, site), candidates[-1][1], block, site, planned.registry)


@dataclass(frozen=True)
class _Runs:
    """When each module was called first, and how often."""

    first: dict[str, "Call"]
    times: dict[str, int]
    place: dict[str, int]

    @classmethod
    def of(cls, found: list["Call"]) -> "_Runs":
        first: dict[str, Call] = {}
        times: dict[str, int] = {}
        place: dict[str, int] = {}
        for index, call in enumerate(found):
            first.setdefault(call.path, call)
            times[call.path] = times.get(call.path, 0) + 1
            parts = call.path.split(".")
            for depth in range(1, len(parts) + 1):  # a list of modules runs when its first item does
                place.setdefault(".".join(parts[:depth]), index)
        return cls(first, times, place)

    def ends(self, path: str, children: tuple[str, ...]) -> tuple["Call | None", "Call | None"]:
        """The calls that say what arrives at a module and what it gives; for a mere list, of its items."""
        if path in self.first:
            return self.first[path], self.first[path]
        ran = [call for child in children if (call := self.first.get(child))]
        return (ran[0], ran[-1]) if ran else (None, None)

    def last(self, path: str, module: "nn.Module") -> "Call | None":
        """The call that says what a module gives."""
        return self.ends(path, tuple(f"{path}.{name}" for name, _ in module.named_children()))[1]


def _tree(
    module: "nn.Module",
    path: str,
    runs: _Runs,
    held: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]],
    before: int | None,
) -> Iterator[tuple[str, Inner]]:
    frozen, added, unused = held
    prefix = f"{path}." if path else ""
    inner = {f"{prefix}{name}": child for name, child in module.named_children()}
    children = tuple(sorted(inner, key=lambda child: runs.place.get(child, len(runs.place) + 10**6)))
    start, end = runs.ends(path, children)
    last = runs.last(children[-1], inner[children[-1]]) if children else None
    tensors = [f"{prefix}{name}" for name in module.state_dict()]
    yield (
        path,
        Inner(
            path,
            type(module).__name__,
            _detail(module),
            sum(parameter.numel() for parameter in module.parameters()),
            len(tensors),
            sum(not is_free(name, frozen, added) for name in tensors),
            bool(path) and is_under(path, added),
            not (path and is_under(path, unused)),
            runs.times.get(path, 0),
            start is not None and start.source == before,
            last is not None and end is not None and last.result == end.result,
            start.arrived.text if start and start.arrived else "",
            end.gave.text if end and end.gave else "",
            children,
            start.arrived if start else None,
            end.gave if end else None,
        ),
    )
    previous = start.source if start else None
    for child in children:
        yield from _tree(inner[child], child, runs, held, previous)
        ended = runs.last(child, inner[child])
        previous = ended.result if ended else None


def _detail(module: "nn.Module") -> str:
    text = " ".join(module.extra_repr().split())
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
