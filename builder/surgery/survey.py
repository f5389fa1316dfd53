"""The inside of a node's network: its stages, what a freezing catches, and what that counts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from builder.documents.document import FreezeAll, FreezeMatching, FreezeUpTo, Node
from builder.problem import refuse

if TYPE_CHECKING:
    from torch import Tensor, nn

_NORMALISATION = ("Norm",)
_RANDOM = ("Dropout", "DropPath", "StochasticDepth", "RReLU", "Noise")


@dataclass(frozen=True)
class Stage:
    """A module path inside a node's network, with its parameters and whether all of it is frozen."""

    path: str
    parameters: int
    frozen: bool

    def to_json(self) -> dict[str, Any]:
        return {"path": self.path, "parameters": self.parameters, "frozen": self.frozen}


@dataclass(frozen=True)
class Inside:
    """The names inside a node's network: its module paths, and the size of each parameter, in order."""

    modules: tuple[str, ...] = ()
    parameters: Mapping[str, int] = field(default_factory=dict)

    def caught(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """The outermost module paths that one of these patterns matches; all of the network without patterns."""
        if not patterns:
            return ("",)
        return outermost(
            tuple(path for path in self.modules if any(fnmatchcase(path, pattern) for pattern in patterns))
        )

    def under(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the parameters that lie under these paths."""
        return tuple(name for name in self.parameters if is_under(name, paths))


@dataclass(frozen=True)
class Count:
    """Parameters (numbers) and tensors (parameters and buffers, as in a state dict) of a network."""

    parameters: int = 0
    trainable: int = 0
    tensors: int = 0
    frozen_tensors: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.parameters + other.parameters,
            self.trainable + other.trainable,
            self.tensors + other.tensors,
            self.frozen_tensors + other.frozen_tensors,
        )

    def to_json(self) -> dict[str, int]:
        return dict(vars(self))


def is_under(name: str, paths: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of these paths or lies inside one; the empty path holds everything."""
    return name in paths or name.startswith(_beginnings(paths))


@lru_cache(maxsize=256)
def _beginnings(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(path and f"{path}." for path in paths)


def is_free(name: str, frozen: tuple[str, ...], added: tuple[str, ...]) -> bool:
    """Whether a tensor of this name is trained: outside of what is frozen, or of a module that was added there."""
    return not is_under(name, frozen) or is_under(name, added)


Front = Callable[["nn.Module", str], tuple[str, ...] | None]
"""From a network and a path in it to what runs before that module has answered; None where it never runs."""


def frozen_paths(node: Node, module: "nn.Module | None", front: Front) -> tuple[str, ...]:
    """The shortest list of paths that a node's freezing covers: of modules, and of parameters that stand alone.

    ``("",)`` for all of it. What "up to" a path covers is what `front` says, else what is declared before it.

    Raises:
        Refused: the freezing names a path or a pattern that the network does not have.
    """
    freeze = node.freeze
    if freeze is None or module is None:
        return ()
    if isinstance(freeze, FreezeAll):
        return ("",)
    known = dict(module.named_modules())
    if isinstance(freeze, FreezeUpTo):
        if freeze.path not in known:
            raise _unknown(freeze.path, list(known)[1:])
        return front(module, freeze.path) or tuple(_up_to(module, freeze.path))
    if isinstance(freeze, FreezeMatching):
        for pattern in freeze.patterns:
            if not any(fnmatchcase(path, pattern) for path in known):
                raise _unknown(pattern, list(known)[1:])
        caught = tuple(
            path for path in known if path and any(fnmatchcase(path, pattern) for pattern in freeze.patterns)
        )
        return outermost(caught)
    caught = tuple(
        path for path, inner in known.items() if any(word in type(inner).__name__ for word in _NORMALISATION)
    )
    return outermost(caught)


@dataclass(frozen=True)
class Survey:
    """What one walk over a network finds: its modules, parameters and buffers by name, each of them once."""

    modules: Mapping[str, "nn.Module"] = field(default_factory=dict)
    parameters: Mapping[str, "Tensor"] = field(default_factory=dict)
    buffers: Mapping[str, "Tensor"] = field(default_factory=dict)
    tensors: tuple[str, ...] = ()
    """The names in the network's state dict, in its order."""

    @classmethod
    def of(cls, module: "nn.Module | None") -> "Survey":
        if module is None:
            return cls()
        modules: dict[str, nn.Module] = {}
        parameters: dict[str, Tensor] = {}
        buffers: dict[str, Tensor] = {}
        known: set[int] = set()
        inside = list(walked(module))
        for path, inner in inside:
            if id(inner) in known:
                continue
            known.add(id(inner))
            modules[path] = inner
            for found, held in ((parameters, inner._parameters), (buffers, inner._buffers)):
                for name, tensor in held.items():
                    if tensor is not None and id(tensor) not in known:
                        known.add(id(tensor))
                        found[f"{path}.{name}" if path else name] = tensor
        return cls(modules, parameters, buffers, _names(module, inside))

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many numbers each parameter holds."""
        return {name: parameter.numel() for name, parameter in self.parameters.items()}

    @property
    def inside(self) -> Inside:
        """The names and sizes alone."""
        return Inside(tuple(path for path in self.modules if path), self.sizes)

    @property
    def held(self) -> int:
        """Bytes of the network's parameters and buffers; shared ones count once."""
        tensors = (*self.parameters.values(), *self.buffers.values())
        return sum(tensor.numel() * tensor.element_size() for tensor in tensors)

    @property
    def draws_random(self) -> bool:
        """Whether the network draws random numbers in training, judged by the names of its layers."""
        return any(
            word in type(inner).__name__ and getattr(inner, "p", 1) != 0
            for inner in self.modules.values()
            for word in _RANDOM
        )

    def count(self, frozen: tuple[str, ...], added: tuple[str, ...] = ()) -> Count:
        """Count parameters and tensors, frozen ones apart. Shared tensors count once.

        What was added inside a frozen part is not frozen with it.
        """
        names = {*self.tensors, *self.sizes} if frozen else ()
        held = {name for name in names if not is_free(name, frozen, added)}
        return Count(
            parameters=sum(self.sizes.values()),
            trainable=sum(size for name, size in self.sizes.items() if name not in held),
            tensors=len(self.tensors),
            frozen_tensors=sum(name in held for name in self.tensors),
        )

    def moving(self, frozen: tuple[str, ...]) -> tuple[str, ...]:
        """Normalisation layers with running statistics that are trained, although a layer beside them is frozen."""
        if not frozen or frozen == ("",):
            return ()
        beside = {path.rpartition(".")[0] for path in frozen}
        return tuple(
            path
            for path, inner in self.modules.items()
            if getattr(inner, "running_mean", None) is not None
            and path.rpartition(".")[0] in beside
            and not is_under(path, frozen)
        )


def tensor_names(module: "nn.Module") -> tuple[str, ...]:
    """The names in a network's state dict, in its order."""
    return _names(module, list(walked(module)))


def _names(module: "nn.Module", inside: "list[tuple[str, nn.Module]]") -> tuple[str, ...]:
    if any(_saves_itself(inner) for _, inner in inside):
        return tuple(module.state_dict())
    return tuple(
        f"{path}.{name}" if path else name
        for path, inner in inside
        for name, tensor in (*inner._parameters.items(), *inner._buffers.items())
        if tensor is not None and name not in inner._non_persistent_buffers_set
    )


def walked(module: "nn.Module") -> "Iterator[tuple[str, nn.Module]]":
    """Every module inside with its path, parents first, as often as it can be reached."""
    waiting = [("", module)]
    while waiting:
        path, inner = waiting.pop()
        yield path, inner
        if inner._modules:
            prefix = f"{path}." if path else ""
            parts = reversed(inner._modules.items())
            waiting += [(prefix + name, child) for name, child in parts if child is not None]


def _saves_itself(module: "nn.Module") -> bool:
    """Whether a module has a way of its own to be saved, so that its names have to be asked for."""
    own_way = bool(_saves_its_own_way(type(module)))  # type: ignore[arg-type]
    return bool(module._state_dict_hooks or module._state_dict_pre_hooks) or own_way


@cache
def _saves_its_own_way(kind: Any) -> bool:
    from torch.nn import Module

    names = ("_save_to_state_dict", "state_dict", "get_extra_state")
    return any(getattr(kind, name) is not getattr(Module, name) for name in names)


def stages(module: "nn.Module | None", frozen: tuple[str, ...]) -> tuple[Stage, ...]:
    """The module paths worth naming: children, and the items of lists of layers."""
    if module is None:
        return ()
    return tuple(
        Stage(path, sum(p.numel() for p in inner.parameters()), is_under(path, frozen))
        for path, inner in _notable(module, "")
    )


def _notable(module: "nn.Module", prefix: str) -> Iterator[tuple[str, "nn.Module"]]:
    for name, child in module.named_children():
        path = f"{prefix}{name}"
        yield path, child
        lists = type(child).__name__ in ("ModuleList", "Sequential") and name in (
            "features",
            "layers",
            "layer",
            "blocks",
            "convs",
        )
        if lists or any(type(inner).__name__ == "ModuleList" for inner in child.children()):
            yield from _notable(child, path + ".")


def _up_to(module: "nn.Module", path: str) -> Iterator[str]:
    prefix = ""
    inner = module
    for part in path.split("."):
        for name, _ in inner.named_children():
            if name == part:
                break
            yield f"{prefix}{name}"
        inner = inner.get_submodule(part)
        prefix = f"{prefix}{part}."
    yield path


def outermost(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The paths that lie inside none of the others, in order; the empty path holds all of them."""
    kept: list[str] = []
    for path in sorted(dict.fromkeys(paths), key=lambda path: (bool(path), path.count("."))):
        if not is_under(path, tuple(kept)):
            kept.append(path)
    return tuple(sorted(kept, key=paths.index))


def _unknown(path: str, known: list[str]) -> Exception:
    near = get_close_matches(path, known, n=3, cutoff=0.4) or known[:5]
    return refuse(
        "unknown_path",
        f"Nothing inside this network is called {path!r}.",
        param="freeze",
        expected="one of " + ", ".join(near) if near else "a network with an inside",
        got=path,
        next="Choose a stage from the list in the inspector.",
    )
