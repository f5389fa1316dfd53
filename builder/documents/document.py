"""The document: a graph of named blocks as strings and numbers, the only thing that is saved, sent and shared."""

import keyword
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    FailFast,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)

FORMAT: Final = "netgraft"
VERSION = 1
MAX_NODES = 500
MAX_EDGES = 2_000
MAX_GROUPS = 64
MAX_LABEL = 200

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_][A-Za-z0-9_-]*){0,31}")
_PATTERN = re.compile(r"[A-Za-z0-9_.*?\[\]-]{1,200}")


def _identifier(text: str) -> str:
    if not _ID.fullmatch(text) or keyword.iskeyword(text):
        raise ValueError(
            "an id is 1 to 64 of a-z, 0-9 and _, begins with a letter, and is not a word of Python"
        )
    return text


def _path(text: str) -> str:
    if len(text) > MAX_LABEL or not _PATH.fullmatch(text):
        raise ValueError("a module path is names or numbers joined by dots, such as layer2.3")
    return text


def _pattern(text: str) -> str:
    if not _PATTERN.fullmatch(text):
        raise ValueError("a pattern is a module path that may hold * and ?, such as layer1.*")
    return text


def _shown(text: str) -> str:
    if len(text) > 10_000 or not all(letter.isprintable() or letter == "\n" for letter in text):
        raise ValueError("a text that is shown may hold no control or direction-changing characters")
    return text


def _finite(value: float) -> float:
    if not -1e6 <= value <= 1e6:
        raise ValueError("a position lies between -1000000 and 1000000")
    return value


Identifier = Annotated[StrictStr, AfterValidator(_identifier)]
ModulePath = Annotated[StrictStr, AfterValidator(_path)]
Pattern = Annotated[StrictStr, AfterValidator(_pattern)]
Shown = Annotated[StrictStr, Field(max_length=10_000), AfterValidator(_shown)]
Label = Annotated[StrictStr, Field(max_length=MAX_LABEL), AfterValidator(_shown)]
Coordinate = Annotated[StrictInt | StrictFloat, AfterValidator(_finite)]
Scalar = StrictBool | StrictInt | StrictFloat | StrictStr | None
Value = Scalar | Annotated[list[StrictInt | StrictFloat | StrictStr], Field(max_length=64)]
ParamName = Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class Part(BaseModel):
    """A part of a document: strict, frozen, and closed to unknown keys."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields replaced; what was worked out from the old fields is not copied along."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


class FreezeAll(Part):
    """Freeze everything inside the node."""

    what: Literal["all"]


class FreezeUpTo(Part):
    """Freeze from the input up to and including a module path."""

    what: Literal["up_to"]
    path: ModulePath


class FreezeMatching(Part):
    """Freeze the modules whose paths match one of these patterns (``*`` and ``?``)."""

    what: Literal["matching"]
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1, max_length=64)]


class FreezeNormalisation(Part):
    """Freeze every normalisation layer: scale, shift and running statistics."""

    what: Literal["normalisation"]


Freeze = Annotated[FreezeAll | FreezeUpTo | FreezeMatching | FreezeNormalisation, Field(discriminator="what")]


class Edit(Part):
    """A change inside a node's network, addressed by module path; edits are replayed in order."""

    do: Literal["insert_after", "insert_before", "replace", "wrap", "remove"]
    path: ModulePath
    block: Identifier | None = None
    params: dict[ParamName, Value] = Field(default_factory=dict, max_length=64)
    on: StrictBool = True


class Node(Part):
    """A block, or a group, placed in the graph.

    `shares` names a node of the same graph whose weights this one uses instead of its own.
    """

    id: Identifier
    block: Identifier
    label: Label = ""
    params: dict[ParamName, Value] = Field(default_factory=dict, max_length=64)
    position: tuple[Coordinate, Coordinate] = (0, 0)
    freeze: Freeze | None = None
    taps: Annotated[tuple[ModulePath, ...], Field(max_length=32)] = ()
    edits: Annotated[tuple[Edit, ...], FailFast(), Field(max_length=128)] = ()
    shares: Identifier | None = None

    @cached_property
    def content(self) -> tuple[Any, ...]:
        """All that its plan follows from besides what arrives and what is used of it, to be looked up by."""
        return (self.block, repr(sorted(self.params.items())), self.taps, repr(self.freeze), repr(self.edits))


class Edge(Part):
    """A wire from an output port to an input port. An output port is a declared name or a tapped path."""

    source: Identifier
    output: ModulePath
    target: Identifier
    input: Identifier

    def __str__(self) -> str:
        return f"{self.source}.{self.output} -> {self.target}.{self.input}"


class Joining(Part):
    """A frozen part that learns from an epoch on: module paths or patterns inside a node, or all of it."""

    epoch: Annotated[StrictInt, Field(ge=2, le=10_000)]
    node: Identifier
    patterns: Annotated[tuple[Pattern, ...], Field(max_length=64)] = ()


class Rate(Part):
    """A learning rate of its own, as a factor, for a node or for patterns inside it; a later one counts.

    With `decay` below 1, each layer takes that share of the rate of the layer behind it.
    """

    node: Identifier
    patterns: Annotated[tuple[Pattern, ...], Field(max_length=64)] = ()
    factor: Annotated[StrictFloat | StrictInt, Field(gt=0, le=1_000)] = 1.0
    decay: Annotated[StrictFloat | StrictInt, Field(gt=0, le=1)] = 1.0


class Group(Part):
    """A graph that is used as a block: nodes and edits name it by its id.

    Its ports are the nodes inside that stand for one, in the order of the list; their ids are the ports' names.
    """

    id: Identifier
    title: Label = ""
    nodes: Annotated[tuple[Node, ...], Field(max_length=MAX_NODES)] = ()
    edges: Annotated[tuple[Edge, ...], Field(max_length=MAX_EDGES)] = ()

    @property
    def name(self) -> str:
        """What people call it: its title, or its id."""
        return self.title or self.id


class TrainingStage(Part):
    """A part of a training: which nodes learn, from which outputs, and for how long; all other nodes are frozen."""

    title: Label = ""
    learns: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=MAX_NODES)]
    outputs: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=64)]
    epochs: Annotated[StrictInt, Field(ge=1, le=10_000)] | None = None
    batch: Annotated[StrictInt, Field(ge=1, le=65_536)] | None = None
    learning_rate: Annotated[StrictFloat | StrictInt, Field(gt=0, le=100)] | None = None


class Training(Part):
    """How the document is trained: data set, and the settings of a run."""

    data: Annotated[StrictStr, Field(max_length=200)] = ""
    epochs: Annotated[StrictInt, Field(ge=1, le=10_000)] = 10
    batch: Annotated[StrictInt, Field(ge=1, le=65_536)] = 32
    learning_rate: Annotated[StrictFloat | StrictInt, Field(gt=0, le=100)] = 0.001
    falling: StrictBool = False
    """Whether the learning rate falls to nothing over the run, along half a cosine."""
    optimiser: Literal["adam", "adamw", "sgd"] = "adam"
    weight_decay: Annotated[StrictFloat | StrictInt, Field(ge=0, le=10)] = 0.0
    samples: Annotated[StrictInt, Field(ge=1, le=10_000_000)] | None = None
    """How many training samples to use; None uses all."""
    seed: Annotated[StrictInt, Field(ge=0, le=2**31 - 1)] = 0
    schedule: Annotated[tuple[Joining, ...], Field(max_length=64)] = ()
    """What is frozen at first and learns later."""
    rates: Annotated[tuple[Rate, ...], Field(max_length=64)] = ()
    stages: Annotated[tuple[TrainingStage, ...], Field(max_length=16)] = ()
    """Trained one after the other, each with its own nodes and outputs; without any, all is trained at once."""


class Document(Part):
    """One architecture: nodes, wires, edits, freezing and training, all of it data."""

    format: Literal["netgraft"] = FORMAT
    version: Annotated[StrictInt, Field(ge=VERSION, le=VERSION)] = VERSION
    title: Label = ""
    system: Annotated[StrictStr, Field(pattern=r"^S[0-9]{2}$")] | None = None
    notes: Shown = ""
    seed: Annotated[StrictInt, Field(ge=0, le=2**31 - 1)] = 0
    nodes: Annotated[tuple[Node, ...], Field(max_length=MAX_NODES)] = ()
    edges: Annotated[tuple[Edge, ...], Field(max_length=MAX_EDGES)] = ()
    groups: Annotated[tuple[Group, ...], Field(max_length=MAX_GROUPS)] = ()
    training: Training | None = None

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node.id: node for node in reversed(self.nodes)}

    @cached_property
    def _arriving(self) -> dict[str, tuple[Edge, ...]]:
        return _grouped(self.edges, lambda edge: edge.target)

    @cached_property
    def wiring(self) -> tuple[tuple[str, ...], tuple[tuple[str, str, str, str], ...]]:
        """Its nodes' ids and its wires' ends, to be looked up by: documents of one wiring have one graph."""
        ends = tuple((edge.source, edge.output, edge.target, edge.input) for edge in self.edges)
        return tuple(node.id for node in self.nodes), ends

    @cached_property
    def _leaving(self) -> dict[str, tuple[Edge, ...]]:
        return _grouped(self.edges, lambda edge: edge.source)

    def node(self, node_id: str) -> Node:
        """The node with this id; the first one where a faulty document has several.

        Raises:
            KeyError: there is none; the message lists the ids that exist.
        """
        if node_id not in self._by_id:
            known = ", ".join(node.id for node in self.nodes) or "none"
            raise KeyError(f"There is no node {node_id!r}; the document has: {known}.")
        return self._by_id[node_id]

    def group(self, group_id: str) -> Group:
        """The group with this id.

        Raises:
            KeyError: there is none; the message lists the ids that exist.
        """
        for group in self.groups:
            if group.id == group_id:
                return group
        known = ", ".join(group.id for group in self.groups) or "none"
        raise KeyError(f"There is no group {group_id!r}; the document has: {known}.")

    def inside(self, group_id: str) -> "Document":
        """The graph inside a group as a document of its own, with the same groups to choose from."""
        group = self.group(group_id)
        parts = {"title": group.name, "nodes": group.nodes, "edges": group.edges}
        return self.model_copy(update={**parts, "system": None, "notes": "", "training": None})

    def with_inside(self, group_id: str, inside: "Document") -> "Document":
        """A copy in which a group's graph, and the groups to choose from, are those of another document."""
        parts = {"nodes": inside.nodes, "edges": inside.edges}
        groups = tuple(
            group.model_copy(update=parts) if group.id == group_id else group for group in inside.groups
        )
        return self.model_copy(update={"groups": groups})

    def into(self, node_id: str) -> tuple[Edge, ...]:
        """The wires that arrive at a node, in the order of the document."""
        return self._arriving.get(node_id, ())

    def out_of(self, node_id: str) -> tuple[Edge, ...]:
        """The wires that leave a node, in the order of the document."""
        return self._leaving.get(node_id, ())

    def replace_node(self, node: Node) -> "Document":
        """A copy in which the node of the same id is this one."""
        nodes = tuple(node if old.id == node.id else old for old in self.nodes)
        return self.model_copy(update={"nodes": nodes})

    def to_json(self) -> dict[str, Any]:
        """The document as plain data, without keys that have their default."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        for graph in (data, *data.get("groups", [])):
            for edit in (edit for node in graph.get("nodes", []) for edit in node.get("edits", [])):
                edit.setdefault("on", True)
        return {"format": FORMAT, "version": VERSION} | data


def _grouped(edges: tuple[Edge, ...], end: Callable[[Edge], str]) -> dict[str, tuple[Edge, ...]]:
    groups: dict[str, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(end(edge), []).append(edge)
    return {node: tuple(group) for node, group in groups.items()}
