"""What travels on a wire, without its values: shape, dtype and kind."""

from dataclasses import dataclass
from functools import cached_property

from builder.problem import refuse
from builder.sizes import Shape, Size, Symbolic, shape_text


@dataclass(frozen=True)
class Kind:
    """What a port carries. Kinds of one family can be wired to each other; their shapes then decide."""

    id: str
    title: str
    family: str
    color: str

    def fits(self, other: "Kind") -> bool:
        """Whether wires may lead from one kind to the other."""
        return self.family == other.family or "whatever" in (self.family, other.family)


KINDS = {
    kind.id: kind
    for kind in (
        Kind("image", "images", "real", "#2563eb"),
        Kind("map", "feature maps", "real", "#0d9488"),
        Kind("ids", "token ids", "ids", "#9333ea"),
        Kind("mask", "mask", "mask", "#475569"),
        Kind("tokens", "token vectors", "real", "#7c3aed"),
        Kind("vector", "vectors", "real", "#ca8a04"),
        Kind("nodes", "node features", "real", "#16a34a"),
        Kind("edges", "edge index", "edges", "#65a30d"),
        Kind("index", "graph index", "index", "#4d7c0f"),
        Kind("logits", "logits", "real", "#db2777"),
        Kind("boxes", "boxes", "boxes", "#e11d48"),
        Kind("condition", "condition", "condition", "#ea580c"),
        Kind("any", "real numbers", "real", "#64748b"),
        Kind("whatever", "whatever arrives", "whatever", "#94a3b8"),
    )
}

_AXES = {
    "image": ("B", "C", "H", "W"),
    "map": ("B", "C", "H", "W"),
    "tokens": ("B", "T", "C"),
    "vector": ("B", "C"),
    "logits": ("B", "K"),
    "nodes": ("N", "C"),
    "ids": ("B", "T"),
    "mask": ("B", "T"),
    "edges": ("2", "E"),
    "index": ("N",),
    "boxes": ("B", "4", "H", "W"),
    "condition": ("B",),
}


@dataclass(frozen=True)
class Spec:
    """Shape, dtype (torch's name, such as ``float32``) and kind of what arrives at or leaves a port.

    `cases` are the names of the values of a condition, in the order of their numbers.
    """

    shape: Shape
    dtype: str = "float32"
    kind: str = "any"
    cases: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        return len(self.shape)

    @cached_property
    def text(self) -> str:
        return shape_text(self.shape)

    @property
    def axes(self) -> tuple[str, ...]:
        """The meaning of each axis, in the field's letters."""
        named = _AXES.get(self.kind)
        if named and len(named) == self.rank:
            return named
        lead = str(self.shape[0]) if self.shape and isinstance(self.shape[0], Symbolic) else "B"
        return (lead, *[f"d{axis}" for axis in range(1, self.rank)]) if self.rank else ()

    def size(self, axis: int) -> int:
        """The size of an axis as a number; refused where it depends on the batch, the tokens or the graph."""
        try:
            size: Size = self.shape[axis]
        except IndexError:
            raise refuse(
                "rank",
                f"This needs an axis {axis}, and what arrives has {self.rank} axes.",
                expected=f"at least {abs(axis) + (axis >= 0)} axes",
                got=self.text,
                next="Connect something with more axes, or insert a reshape in front.",
            ) from None
        if isinstance(size, Symbolic):
            raise refuse(
                "symbolic_size",
                f"A layer's width must be a fixed number, and axis {axis} of what arrives is {size}, "
                "which changes from one batch to the next.",
                expected="a fixed number",
                got=self.text,
                next="Pool or flatten that axis away first, or move the features to this axis with a permute.",
            )
        return size

    def need(self, port: str, *patterns: str) -> "Spec":
        """Return itself when its rank is that of one pattern such as ``B × C × H × W``; refuse otherwise."""
        if any(len(pattern.split("×")) == self.rank for pattern in patterns):
            return self
        raise refuse(
            "rank",
            f"This input takes {' or '.join(patterns)}, and what arrives has {self.rank} axes: {self.text}.",
            port=port,
            expected=" or ".join(patterns),
            got=self.text,
            next=_advice(self, patterns[0]),
        )


def _advice(spec: Spec, pattern: str) -> str:
    wanted = len(pattern.split("×"))
    if wanted == 4 and spec.rank == 2:
        return "Take a feature map instead of the pooled vector: tap the backbone before its pooling."
    if wanted == 2 and spec.rank == 4:
        return "Insert a global average pooling or a flatten in front."
    if wanted == 2 and spec.rank == 3:
        return "Pool the tokens first: masked mean, CLS token or attention pooling."
    if wanted == 3 and spec.rank == 2:
        return (
            "Connect tokens or steps: this is one vector for each sample, and PyTorch would take the batch for a "
            "sequence."
        )
    if wanted == 3 and spec.rank == 4:
        return (
            "Turn the map into tokens first: flatten the two spatial axes, then swap them with the channels."
        )
    return "Insert a reshape in front, or connect another output."
