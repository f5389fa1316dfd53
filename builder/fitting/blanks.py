"""The form of what a module answers: how its tensors grow with the rows, and how to fill it or leave it blank."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class _Size:
    """A tensor's type and sizes; those in `growing` are for one row."""

    sizes: tuple[int, ...]
    growing: tuple[bool, ...]
    like: "torch.Tensor"

    def blank(self, rows: int, *, solid: bool) -> "torch.Tensor":
        """A tensor of values that are not numbers, where there are such; it takes memory only where it is solid."""
        import torch

        sizes = [size * rows if grows else size for size, grows in zip(self.sizes, self.growing, strict=True)]
        value = float("nan") if self.like.is_floating_point() else 0
        thin = self.like.new_full((), value).expand(sizes)
        return thin.clone(memory_format=torch.contiguous_format) if solid else thin


@dataclass(frozen=True)
class Blank:
    """An answer without its values: how it is nested, the sizes of its tensors, and what else it holds."""

    form: Any
    leaves: tuple[Any, ...]

    @property
    def tensors(self) -> int:
        return sum(isinstance(leaf, _Size) for leaf in self.leaves)

    @property
    def by_row(self) -> bool:
        """Whether every tensor holds one entry for each row."""
        sizes = [leaf for leaf in self.leaves if isinstance(leaf, _Size)]
        return all(leaf.growing[:1] == (True,) and leaf.sizes[0] == 1 for leaf in sizes)

    def at(self, rows: int, *, solid: bool = False) -> Any:
        """The answer for so many rows, blank; something may write into it where it is solid."""
        return self._built(
            [leaf.blank(rows, solid=solid) if isinstance(leaf, _Size) else leaf for leaf in self.leaves]
        )

    def filled(self, tensors: "Sequence[torch.Tensor]") -> Any:
        """The answer with these tensors."""
        given = iter(tensors)
        return self._built([next(given) if isinstance(leaf, _Size) else leaf for leaf in self.leaves])

    def _built(self, leaves: list[Any]) -> Any:
        from torch.utils import _pytree

        return _pytree.tree_unflatten(leaves, self.form)


def blank_of(many: Any, few: Any) -> Blank:
    """The form of an answer, from what it was on 4 rows and on 3.

    Raises:
        ValueError: the two do not differ in the number of rows alone.
    """
    import torch
    from torch.utils import _pytree

    leaves, form = _pytree.tree_flatten(many)
    others, other_form = _pytree.tree_flatten(few)
    if form != other_form:
        raise ValueError("the answers are nested differently")
    return Blank(
        form,
        tuple(
            _size(leaf, other) if isinstance(leaf, torch.Tensor) else leaf
            for leaf, other in zip(leaves, others, strict=True)
        ),
    )


def _size(many: "torch.Tensor", few: "torch.Tensor") -> _Size:
    growing = tuple(a != b for a, b in zip(many.shape, few.shape, strict=True))
    if any(grows and a * 3 != b * 4 for a, b, grows in zip(many.shape, few.shape, growing, strict=True)):
        raise ValueError("a size does not grow with the rows")
    sizes = tuple(a // 4 if grows else a for a, grows in zip(many.shape, growing, strict=True))
    return _Size(sizes, growing, many.new_zeros(()))
