"""The registry: every block that exists, found by walking a package, as one object that is handed on."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any

from builder.block import Block, Input, Output
from builder.documents.document import Group
from builder.problem import refuse
from builder.spec import KINDS

CATEGORIES = {
    "inputs": "Inputs",
    "backbones": "Backbones",
    "layers": "Layers",
    "activations": "Activations",
    "normalisation": "Normalisation",
    "pool": "Pooling",
    "shape": "Shape",
    "merge": "Merge",
    "attention": "Attention",
    "recurrent": "Sequences",
    "graph": "Graphs",
    "adapters": "Adapters",
    "heads": "Heads",
    "estimators": "Estimators",
    "decoders": "Decoders",
    "outputs": "Outputs",
    "ports": "Ports of a group",
    "groups": "My blocks",
}
"""Folder of a block -> heading in the palette, in this order."""


class RegistryError(TypeError):
    """A block breaks a rule of registration; the registry is as it was."""


@dataclass(frozen=True)
class Entry:
    """A registered block with its id (the file's name) and category (the folder's name)."""

    id: str
    category: str
    block: Block


@dataclass
class Registry:
    """Blocks by id. Adding is atomic and strict: a duplicate or an undeclared name raises.

    `groups` are those of the document that it is bound to; see `builder.groups.blocks.bound`.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()

    @classmethod
    def default(cls) -> "Registry":
        """The registry over the blocks that ship with Netgraft."""
        return cls.from_package("blocks")

    @classmethod
    def from_package(cls, package: str) -> "Registry":
        """Walk a package of category folders and register the block of every file."""
        registry = cls()
        root = importlib.import_module(package)
        for folder in sorted(CATEGORIES, key=list(CATEGORIES).index):
            try:
                category = importlib.import_module(f"{root.__name__}.{folder}")
            except ModuleNotFoundError:
                continue
            for info in sorted(pkgutil.iter_modules(category.__path__), key=lambda found: found.name):
                module = importlib.import_module(f"{category.__name__}.{info.name}")
                registry.add(info.name, folder, _only_block(module))
        return registry

    def add(self, block_id: str, category: str, block: Block) -> None:
        """Register one block.

        Raises:
            RegistryError: the id exists, or the declaration is not complete; nothing was added.
        """
        if block_id in self.entries:
            raise RegistryError(f"The block {block_id!r} is registered already.")
        if category not in CATEGORIES:
            raise RegistryError(f"{block_id!r}: there is no category {category!r}.")
        ports: list[Input | Output] = [*block.inputs.values(), *block.outputs.values()]
        for port in ports:
            if port.kind not in KINDS:
                raise RegistryError(f"{block_id!r}: there is no kind of wire {port.kind!r}.")
        if type(block).__name__.lower() != block_id.replace("_", ""):
            raise RegistryError(
                f"{block_id!r}: the class {type(block).__name__} does not bear the file's name."
            )
        if not block.sentence:
            raise RegistryError(f"{block_id!r}: the class has no docstring.")
        self.entries[block_id] = Entry(block_id, category, block)

    def __contains__(self, block_id: object) -> bool:
        return block_id in self.entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def get(self, block_id: str) -> Block:
        """The block with this id.

        Raises:
            Refused: there is none; the problem suggests the nearest names.
        """
        entry = self.entries.get(block_id)
        if entry is None:
            near = get_close_matches(block_id, self.entries, n=3, cutoff=0.5)
            raise refuse(
                "unknown_block",
                f"There is no block {block_id!r}.",
                expected="one of " + ", ".join(near) if near else f"one of the {len(self.entries)} blocks",
                got=block_id,
                next="Choose a block from the palette; `netgraft blocks` lists them all.",
            )
        return entry.block

    def catalogue(self) -> dict[str, Any]:
        """Everything a front end draws from: categories, kinds of wires, and every block's declaration.

        Within a category, blocks for one kind of data stand together.
        """
        used = {entry.category for entry in self}
        return {
            "categories": [{"id": key, "title": title} for key, title in CATEGORIES.items() if key in used],
            "kinds": {
                kind.id: {"title": kind.title, "color": kind.color, "family": kind.family}
                for kind in KINDS.values()
            },
            "blocks": [_describe(entry) for entry in sorted(self, key=_place)],
        }

    def described(self, category: str | None = None) -> list[dict[str, Any]]:
        """The declarations of the blocks of a category, or of all, ready for JSON."""
        return [_describe(entry) for entry in self if category in (None, entry.category)]


@cache
def default_registry() -> Registry:
    """The shipped blocks, walked once a process."""
    return Registry.default()


def _only_block(module: Any) -> Block:
    own = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Block) and value.__module__ == module.__name__
    ]
    if len(own) != 1:
        raise RegistryError(f"{module.__name__} must hold exactly one block, and holds {len(own)}.")
    block: Block = own[0]()
    return block


def _place(entry: Entry) -> tuple[int, int]:
    """Where a block stands in the palette: its category, then the kind of data that it takes, or gives."""
    kinds = [port.kind for ports in (entry.block.inputs, entry.block.outputs) for port in ports.values()]
    return list(CATEGORIES).index(entry.category), list(KINDS).index(kinds[0] if kinds else "whatever")


def _describe(entry: Entry) -> dict[str, Any]:
    block = entry.block
    return {
        "id": entry.id,
        "title": block.title,
        "category": entry.category,
        "sentence": block.sentence,
        "keywords": list(block.keywords),
        "inputs": [
            {
                "name": name,
                "kind": port.kind,
                "sentence": port.sentence,
                "optional": port.optional,
                "many": port.many,
            }
            for name, port in block.inputs.items()
        ],
        "outputs": [
            {"name": name, "kind": port.kind, "sentence": port.sentence}
            for name, port in block.outputs.items()
        ],
        "params": [param.to_json(name) for name, param in block.params.items()],
        "freezable": block.role == "layer",
        "tappable": block.tappable,
        "weights_param": block.weights_param if block.weights_param in block.params else None,
        "role": block.role,
    }


def filled(block: Block, params: Mapping[str, Any]) -> dict[str, Any]:
    """Every declared parameter of a block with the values that were set, defaults elsewhere."""
    return {
        name: _tuple(params[name]) if name in params else param.default
        for name, param in block.params.items()
    }


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
