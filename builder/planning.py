"""The plan: order, declared modules and shapes of a document, as far as they can be computed."""

from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import Any, Protocol

from builder.block import Block, InputBlock, Site, inferred_of
from builder.checking import check, output_names
from builder.declaring import declared
from builder.document import Document, Edge, Node
from builder.foreign import explain
from builder.graph import Graph
from builder.groups.blocks import bound
from builder.groups.nesting import blocks_of
from builder.inside import (
    Count,
    Inside,
    Stage,
    count,
    draws_random,
    frozen_paths,
    held,
    moving,
    outermost,
    stages,
)
from builder.naming import value_names
from builder.operating import Receipt, operate
from builder.problem import DocumentError, Problem
from builder.recipe import Recipe
from builder.registry import Registry, default_registry, filled
from builder.sharing import owner_of, unlike
from builder.spec import Spec
from builder.staging import training_problems


@dataclass(frozen=True)
class Argument:
    """An argument of the network's forward: the output port of an input block that it stands for."""

    name: str
    node: str
    port: str


@dataclass(frozen=True)
class NodePlan:
    """What is known of one node: its recipe, what its ports carry, its size, and what is wrong with it."""

    recipe: Recipe = field(default_factory=Recipe)
    specs: Mapping[str, Spec] = field(default_factory=dict)
    size: Count = field(default_factory=Count)
    held: int = 0
    """Bytes of its parameters and buffers."""
    frozen: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    """Paths of normalisation layers that are trained amid frozen layers."""
    added: tuple[str, ...] = ()
    """Paths of modules that edits put in; they are trained even inside what is frozen."""
    receipt: Receipt | None = None
    resized: tuple[tuple[str, str, str], ...] = ()
    """Where an edit changed a shape inside, and the network runs all the same: path, shape before, shape now."""
    receipts: tuple[Receipt | None, ...] = ()
    """What each of the node's edits did by itself; None for one that is switched off."""
    stages: tuple[Stage, ...] = ()
    inside: Inside = field(default_factory=Inside)
    inferred: Mapping[str, Any] = field(default_factory=dict)
    edits: tuple[Mapping[str, Any], ...] = ()
    """For each edit, the parameters that followed from what arrives at its place."""
    arrivals: tuple[Spec | None, ...] = ()
    """For each edit, what arrives at the block that it puts in."""
    random: bool = False
    """Whether it draws random numbers in training, as dropout does."""
    problems: tuple[Problem, ...] = ()
    waiting: bool = False


@dataclass(frozen=True)
class Plan:
    """A document, or the graph inside a group, with all that could be computed; partial where something breaks.

    `specs` maps (node, port) to what that output carries. `arguments` are the forward's arguments in order,
    `results` the ids of the output nodes. `problems` holds what is wrong; `sound` means nothing is. `given` is what
    arrives at the ports of a group; None where the document is no inside of one.
    """

    document: Document
    registry: Registry
    order: tuple[str, ...]
    nodes: Mapping[str, NodePlan]
    specs: Mapping[tuple[str, str], Spec]
    problems: tuple[Problem, ...]
    given: Mapping[str, Spec] | None = None

    @property
    def sound(self) -> bool:
        return not any(problem.severity == "error" for problem in self.problems)

    @property
    def recipes(self) -> dict[str, Recipe]:
        return {node: plan.recipe for node, plan in self.nodes.items()}

    @cached_property
    def results(self) -> tuple[str, ...]:
        return tuple(node for node in self.order if self.role(node) in ("output", "exit"))

    @cached_property
    def handed(self) -> dict[str, Edge]:
        """What the network hands out, by name: an output node's id, with the port behind it where there are several."""
        return {
            node if len(self.block(node).inputs) == 1 else f"{node}.{port}": edge
            for node in self.results
            for port in self.block(node).inputs
            for edge in self.document.into(node)
            if edge.input == port
        }

    def handed_by(self, node: str) -> tuple[str, ...]:
        """The names under which one output node hands out its values, in the order of its ports."""
        return tuple(name for name, edge in self.handed.items() if edge.target == node)

    @cached_property
    def live(self) -> tuple[str, ...]:
        """The nodes that some output needs, in order; without outputs, all of them."""
        needed = Graph.of(self.document).above(self.results)
        return tuple(node for node in self.order if node in needed) if self.results else self.order

    @cached_property
    def built(self) -> tuple[str, ...]:
        """The nodes whose modules are built, in order: those of `live`, one that shares standing for its owner."""
        owners = {owner_of(self.document, node) for node in self.live}
        return tuple(node for node in self.order if node in owners)

    @cached_property
    def present(self) -> tuple[str, ...]:
        """The nodes that are computed, and those whose weights are needed, in order."""
        needed = {*self.live, *self.built}
        return tuple(node for node in self.order if node in needed)

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """The variable of the generated source that holds each (node, output port)."""
        functions = {path.rpartition(".")[2] for recipe in self.recipes.values() for path in recipe.uses}
        return value_names(self.document, self.registry, self.order, functions)

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        return tuple(
            Argument(self.names[node, port], node, port)
            for node in self.live
            if self.role(node) == "input"
            for port in self.block(node).outputs
        )

    @cached_property
    def size(self) -> Count:
        """Parameters and tensors of what would be compiled; of all nodes while the document is not sound."""
        nodes = self.built if self.sound else self.order
        return sum((self.nodes[node].size for node in nodes), Count())

    def owner(self, node_id: str) -> NodePlan:
        """The plan of the node whose weights a node uses: its own, unless it shares."""
        return self.nodes[owner_of(self.document, node_id)]

    def without_weights(self) -> "Plan":
        """The same plan with recipes that read no pre-trained weights."""
        nodes = {
            name: replace(known, recipe=replace(known.recipe, module=known.recipe.module.without_weights()))
            if known.recipe.module
            else known
            for name, known in self.nodes.items()
        }
        return replace(self, nodes=nodes)

    def again(self, document: Document, cache: "Cache | None" = None) -> "Plan":
        """The plan of a changed document in the same place, for instance with a fix applied."""
        return plan(document, self.registry, cache=cache, given=self.given)

    def block(self, node_id: str) -> Block:
        return self.registry.get(self.document.node(node_id).block)

    def role(self, node_id: str) -> str:
        """The role of a node's block; empty where there is no such block."""
        name = self.document.node(node_id).block
        return self.registry.get(name).role if name in self.registry else ""

    def site(self, node_id: str) -> Site:
        """Where a node stands: its parameters, what arrives, and which of its outputs are used."""
        node, block = self.document.node(node_id), self.block(node_id)
        names = output_names(block, node)
        wanted = used_outputs(self.document, node_id, names) or names[:1]
        return Site(node_id, filled(block, node.params), self.arrived(node_id), wanted, node.taps)

    def arrived(self, node_id: str) -> dict[str, Spec | tuple[Spec, ...]]:
        """What arrives at each connected input port of a node, as far as it is known."""
        return _arrived(self.document, self.block(node_id), node_id, self.specs)


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


def plan(
    document: Document,
    registry: Registry | None = None,
    *,
    cache: Cache | None = None,
    given: Mapping[str, Spec] | None = None,
) -> Plan:
    """Plan a document: every shape that can be computed, and every problem on the way.

    Nodes behind a break wait; independent branches go on. Needs torch, but no weights and no data. `given` plans the
    graph inside a group, with what arrives at its ports.
    """
    blocks = bound(registry or default_registry(), document, cache)
    problems = list(check(document, blocks, inside=given is not None))
    broken = {problem.node for problem in problems if problem.severity == "error"}
    nodes: dict[str, NodePlan] = {}
    specs: dict[tuple[str, str], Spec] = {}
    order = Graph.of(document).order()
    for node_id in order:
        node = document.node(node_id)
        if node_id in broken:
            nodes[node_id] = NodePlan()
            continue
        if any((edge.source, edge.output) not in specs for edge in document.into(node_id)):
            nodes[node_id] = NodePlan(waiting=True)
            continue
        if blocks.get(node.block).role == "entry":
            done = _entry(node, blocks, given or {})
        else:
            done = _node(node, document, blocks, specs, cache)
        nodes[node_id] = done
        specs |= {(node_id, port): spec for port, spec in done.specs.items()}
        problems += done.problems
    for node in document.nodes:
        nodes.setdefault(node.id, NodePlan(waiting=node.id not in broken))
    problems += unlike(document, nodes)
    nodes |= {node.id: _sharing(nodes[node.id]) for node in document.nodes if node.shares}
    planned = Plan(document, blocks, order, nodes, specs, tuple(problems), given)
    doubts = [replace(problem, severity="warning") for problem in training_problems(planned)]
    return replace(planned, problems=(*problems, *doubts)) if doubts else planned


def used_outputs(document: Document, node_id: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The output ports of a node that a wire leaves from, in the order of declaration."""
    used = {edge.output for edge in document.out_of(node_id)}
    return tuple(name for name in names if name in used)


def _entry(node: Node, registry: Registry, given: Mapping[str, Spec]) -> NodePlan:
    """The plan of a group's port: what arrives there, or nothing yet."""
    arrives = dict.fromkeys(registry.get(node.block).outputs, given[node.id]) if node.id in given else {}
    return NodePlan(specs=arrives, waiting=not arrives)


def _sharing(known: NodePlan) -> NodePlan:
    """The plan of a node that uses the weights of another, where they are counted and frozen."""
    return replace(known, size=Count(), held=0, frozen=(), added=(), stages=(), inside=Inside())


def _node(
    node: Node,
    document: Document,
    registry: Registry,
    specs: Mapping[tuple[str, str], Spec],
    cache: Cache | None,
) -> NodePlan:
    block = registry.get(node.block)
    names = output_names(block, node)
    wanted = used_outputs(document, node.id, names) or names[:1]
    arrived = _arrived(document, block, node.id, specs)
    site = Site(node.id, filled(block, node.params), arrived, wanted, node.taps)
    key = (
        node.block,
        repr(sorted(site.params.items())),
        tuple(arrived.items()),
        wanted,
        node.taps,
        node.freeze,
        repr(node.edits),
        contents(node, registry),
    )
    done = cache.get(key) if cache else None
    if done is None:
        done = _borrowing(node, block, site, names, registry)
        if cache:
            cache.put(key, done)
    if done.problems:
        done = replace(done, problems=tuple(replace(problem, node=node.id) for problem in done.problems))
    return done


def contents(node: Node, registry: Registry) -> tuple[str, ...]:
    """What the plan of a node follows besides the node itself: the groups that it and its edits use."""
    return tuple(registry.get(name).content for name in blocks_of(node) if name in registry)


def _borrowing(node: Node, block: Block, site: Site, names: tuple[str, ...], registry: Registry) -> NodePlan:
    from builder.twins import borrowing

    with borrowing():
        return _compute(node, block, site, names, registry)


def _compute(node: Node, block: Block, site: Site, names: tuple[str, ...], registry: Registry) -> NodePlan:
    from builder.weightless import shapes, twin

    specs: dict[str, Spec] = {}
    try:
        if isinstance(block, InputBlock):
            return NodePlan(specs=block.gives(site.params))
        operated = operate(declared(block, site), node, block, site, registry)
        recipe = operated.recipe
        module = operated.module or twin(recipe)
        specs = dict(operated.specs) or shapes(recipe, block, site, module)
        frozen = outermost((*frozen_paths(node, module), *recipe.frozen))
    except DocumentError as error:  # a group, with everything that is wrong inside
        return NodePlan(specs=specs, problems=error.problems)
    except Exception as error:  # noqa: BLE001 - whatever a library raises becomes a problem
        return NodePlan(specs=specs, problems=(explain(error, node=node.id, arrived=site.arrived),))
    return NodePlan(
        recipe=recipe,
        specs=specs
        | _unused(node, block, site, tuple(port for port in names if port not in specs), registry),
        size=count(module, frozen, recipe.added),
        held=held(module),
        frozen=frozen,
        moving=moving(module, frozen),
        added=recipe.added,
        receipt=operated.receipt,
        receipts=operated.receipts,
        resized=operated.resized,
        stages=stages(module, frozen),
        inside=Inside.of(module),
        inferred=inferred_of(block, site, recipe),
        edits=operated.inferred,
        arrivals=operated.arrivals,
        random=draws_random(module) and (frozen != ("",) or bool(recipe.added)),
    )


def _unused(
    node: Node, block: Block, site: Site, unused: tuple[str, ...], registry: Registry
) -> dict[str, Spec]:
    """What ports that nothing uses would carry; a port that cannot be had is left out."""
    from builder.weightless import shapes, twin

    found: dict[str, Spec] = {}
    for wanted in dict.fromkeys([unused, *((port,) for port in unused)]) if unused else ():
        if set(wanted) <= set(found):
            continue
        there = replace(site, wanted=wanted)
        with suppress(Exception):  # an unused port may well be impossible, and then has no shape
            operated = operate(declared(block, there), node, block, there, registry)
            specs = operated.specs or shapes(operated.recipe, block, there, twin(operated.recipe))
            found |= {port: spec for port, spec in specs.items() if port in unused}
    return found


def _arrived(
    document: Document, block: Block, node_id: str, specs: Mapping[tuple[str, str], Spec]
) -> dict[str, Spec | tuple[Spec, ...]]:
    arrived: dict[str, Spec | tuple[Spec, ...]] = {}
    for name, port in block.inputs.items():
        found = tuple(
            specs[edge.source, edge.output]
            for edge in document.into(node_id)
            if edge.input == name and (edge.source, edge.output) in specs
        )
        if found:
            arrived[name] = found if port.many else found[0]
    return arrived
