"""What a block declares where it stands, its network filled from a weights file of one's own where the node asks."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from builder.block import Block, Site
from builder.recipe import New, Recipe


def declared(block: Block, site: Site) -> Recipe:
    """The recipe of a block; a file that its parameter ``file`` names fills the network.

    Raises:
        Refused: the block cannot compute with what arrives, or the file does not fit; every difference is named.
    """
    recipe = block.declare(site)
    name = site.params.get("file")
    if not name or recipe.module is None:
        return recipe
    _compare(name, _moment(name), _Sealed(repr(recipe.module), recipe.module))
    note = ", ".join(part for part in recipe.note.split(", ") if part not in ("", "random weights"))
    filled = replace(recipe.module, file=name)
    return replace(recipe, module=filled, note=f"{note}, weights of {name}".removeprefix(", "))


@dataclass(frozen=True)
class _Sealed:
    """A constructor call that is known by its text."""

    text: str
    new: New = field(compare=False)


def _moment(name: str) -> int:
    """When a file was last written, so that a new one of the same name is looked at again."""
    from builder.weights.own_weights import located

    return located(name).stat().st_mtime_ns


@lru_cache(maxsize=64)
def _compare(name: str, _: int, sealed: _Sealed) -> None:
    from builder.weightless.running import twin
    from builder.weights.own_weights import compared

    module = twin(Recipe(module=sealed.new))
    assert module is not None
    compared(name, module, sealed.new.cut)
