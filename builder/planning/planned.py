"""What a plan is: what is known of each node, and of the document as a whole. Values only; `planning` makes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from builder.block import Block, Site
from builder.checking import output_names
from builder.documents.document import Document, Edge
from builder.documents.graph import Graph
from builder.documents.naming import titles
from builder.documents.sharing import owner_of
from builder.problem import Problem
from builder.recipe import Recipe
from builder.registry import Registry, filled
from builder.spec import Spec
from builder.surgery.receipt import Receipt
from builder.surgery.survey import (
    Count,
    Inside,
    Stage,
)
from builder.writing.naming import value_names


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
    def titles(self) -> dict[str, str]:
        """What a person sees each node called."""
        return titles(self.document, self.registry)

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

    def params(self, node_id: str) -> dict[str, Any]:
        """Every parameter of a node; one that was left open has the value that followed."""
        given = filled(self.block(node_id), self.document.node(node_id).params)
        inferred = self.nodes[node_id].inferred
        return given | {name: inferred[name] for name in inferred if name in given and given[name] is None}

    def arrived(self, node_id: str) -> dict[str, Spec | tuple[Spec, ...]]:
        """What arrives at each connected input port of a node, as far as it is known."""
        return arrived_at(self.document, self.block(node_id), node_id, self.specs)


def used_outputs(document: Document, node_id: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The output ports of a node that a wire leaves from, in the order of declaration."""
    used = {edge.output for edge in document.out_of(node_id)}
    return tuple(name for name in names if name in used)


def arrived_at(
    document: Document, block: Block, node_id: str, specs: Mapping[tuple[str, str], Spec]
) -> dict[str, Spec | tuple[Spec, ...]]:
    """What arrives at each connected input port of a node, as far as it is known."""
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
