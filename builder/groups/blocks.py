"""Groups as blocks: a registry bound to a document, in which each of its groups is a block with ports of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

from builder.block import Block, Input, Output, Site
from builder.documents.document import Document, Group, Node
from builder.groups.nesting import Nesting, blocks_of
from builder.problem import DocumentError, Problem
from builder.recipe import New, Recipe
from builder.registry import Entry, Registry
from builder.spec import KINDS, Spec

if TYPE_CHECKING:
    from builder.planning.plan_cache import Cache
    from builder.planning.planned import Plan

CATEGORY = "groups"


class GroupBlock(Block):
    """The graph of a group as a block. `bound` makes one final class of it for each group."""

    tappable = True
    weights_param = None
    document: ClassVar[Document]
    registry: ClassVar[Registry]
    memory: ClassVar["Cache | None"]
    text: ClassVar[str]

    @property
    def content(self) -> str:
        return self.text

    def planned(self, given: Mapping[str, Spec]) -> "Plan":
        """The plan of what is inside, for what arrives at the ports; partial where something is missing."""
        from builder.planning.planning import plan

        return plan(self.document, self.registry, cache=self.memory, given=given)

    def declare(self, site: Site) -> Recipe:
        from builder.writing.places import added_of, frozen_of

        given = {port: site.spec(port) for port in self.inputs}
        inner = self.planned(given)
        if not inner.sound:
            raise DocumentError(
                tuple(told_at(p, site.node, inner) for p in inner.problems if p.severity == "error")
            )
        taps = tuple(port for port in site.wanted if port not in self.outputs)
        return replace(
            _tapped(self, site.wanted) if taps else _whole(self),
            module=New("".join(_words(self.title)) or "Group", inside=inner, mark=_digest(self.text, given)),
            on_cpu=any(known.recipe.on_cpu for known in inner.nodes.values()),
            note="; ".join(
                dict.fromkeys(known.recipe.note for known in inner.nodes.values() if known.recipe.note)
            ),
            frozen=frozen_of(inner),
            added=added_of(inner),
        )


def bound(registry: Registry, document: Document, cache: "Cache | None" = None) -> Registry:
    """The registry together with a document's groups as blocks; the registry itself where it is bound to them.

    A group that bears the name of a block is left out; `check` tells.
    """
    if registry.groups == document.groups:
        return registry
    entries = {entry.id: entry for entry in registry if entry.category != CATEGORY}
    made = Registry(dict(entries), document.groups)
    content: dict[str, str] = {}
    for name in Nesting.of(document).innermost_first():
        if name in entries:
            continue
        content[name] = _content(document.group(name), content)
        parts = {
            "__doc__": _sentence(document.group(name), made),
            "title": document.group(name).name,
            "keywords": (name, "group", "own"),
            "document": document.inside(name),
            "registry": made,
            "memory": cache,
            "text": content[name],
            **_ports(document.inside(name), made),
        }
        block: Block = type("Grouped", (GroupBlock,), parts)()
        made.entries[name] = Entry(name, CATEGORY, block)
    return made


def _sentence(group: Group, registry: Registry) -> str:
    """What a group is; its ports are not counted."""
    count = sum(_role(node, registry) not in ("entry", "exit") for node in group.nodes)
    nodes = "1 node" if count == 1 else f"{count} nodes"
    return f"A group of {nodes}; what is changed inside changes wherever it is used."


def _role(node: Node, registry: Registry) -> str:
    return registry.get(node.block).role if node.block in registry else ""


def _content(group: Group, known: Mapping[str, str]) -> str:
    """All that a group's plan follows from, as text: where its nodes lie is left out."""
    own = group.model_copy(
        update={"nodes": tuple(node.model_copy(update={"position": (0, 0)}) for node in group.nodes)}
    )
    used = {name for node in group.nodes for name in blocks_of(node) if name in known}
    return "\n".join([own.model_dump_json(exclude_defaults=True), *(known[name] for name in sorted(used))])


def _ports(inside: Document, registry: Registry) -> dict[str, Any]:
    """The ports of a group, from the nodes inside that stand for them; each carries what its wires carry."""
    inputs: dict[str, Input] = {}
    outputs: dict[str, Output] = {}
    for node in inside.nodes:
        role = _role(node, registry)
        said = node.label or "a port of this group"
        if role == "entry":
            inputs[node.id] = Input(_fed(inside, node, registry), said)
        elif role == "exit":
            outputs[node.id] = Output(_given(inside, node, registry), said)
    return {"inputs": inputs, "outputs": outputs}


def _fed(inside: Document, node: Node, registry: Registry) -> str:
    found = []
    for edge in inside.out_of(node.id):
        block = _block(inside, edge.target, registry)
        if block is not None and edge.input in block.inputs:
            found.append(block.inputs[edge.input].kind)
    return _common(found)


def _given(inside: Document, node: Node, registry: Registry) -> str:
    found = []
    for edge in inside.into(node.id):
        block = _block(inside, edge.source, registry)
        declared = block.outputs.get(edge.output) if block else None
        found.append(declared.kind if declared else "any")
    return _common(found)


def _block(inside: Document, node_id: str, registry: Registry) -> Block | None:
    name = next((node.block for node in inside.nodes if node.id == node_id), "")
    return registry.get(name) if name in registry else None


def _common(kinds: Iterable[str]) -> str:
    """The kind of a port that is wired to ports of these kinds."""
    found = [kind for kind in dict.fromkeys(kinds) if kind != "whatever"]
    if not found:
        return "whatever"
    real = all(KINDS[kind].family == KINDS["any"].family for kind in found)
    return found[0] if len(found) == 1 or not real else "any"


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()


def _whole(block: GroupBlock) -> Recipe:
    call = "{module}(" + ", ".join(f"{{{port}}}" for port in block.inputs) + ")"
    if len(block.outputs) == 1:
        return Recipe(call, outputs=dict.fromkeys(block.outputs, "{result}"))
    return Recipe(call, outputs={port: f'{{result}}["{port}"]' for port in block.outputs})


def _tapped(block: GroupBlock, wanted: tuple[str, ...]) -> Recipe:
    """The call where modules inside answer as well; what lies behind the last of them is not run."""
    alone = len(block.outputs) == 1
    paths = [port if port not in block.outputs else "" if alone else f".{port}" for port in wanted]
    written = "".join(f'"{path}", ' for path in paths)
    ports = "".join(f", {{{port}}}" for port in block.inputs)
    return Recipe(
        f"taps({{module}}, ({written}){ports})",
        outputs={port: f"{{result}}[{place}]" for place, port in enumerate(wanted)},
        uses=("blocks.modules.taps.taps",),
    )


def told_at(problem: Problem, node: str, inner: "Plan") -> Problem:
    """A problem of what is inside, told at the group's node: the group and the inner node are named first."""
    title = inner.document.title
    if problem.node is None:
        return replace(problem, node=node, said=f"{title}: {problem.said}", fixes=())
    name = "" if problem.inside else f"{inner.titles[problem.node]}: "
    return replace(
        problem,
        node=node,
        port=None,
        param=None,
        edit=None,
        inside=(problem.node, *problem.inside),
        said=f"{title} > {name}{problem.said}",
        fixes=(),
    )


def _words(title: str) -> list[str]:
    """The words of a title as parts of a class's name; what Python could not read is left out."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in title)
    words = [word[:1].upper() + word[1:] for word in plain.split()]
    return words if words and words[0][0].isalpha() else []
