"""Recipes: what a block declares. The live module, the shapes and the exported source all come from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from builder.planning.planned import Plan


@dataclass(frozen=True)
class Operation:
    """A call of one of our own functions on a built module: ``path(model, at, new)``."""

    path: str
    at: str
    new: "New | None" = None


@dataclass(frozen=True)
class New:
    """A constructor call: the dotted path of a class or function, and its arguments.

    The path is written in a block's code and never comes from a document. Arguments are numbers, strings,
    booleans, None, tuples, dicts of these, or further New objects. `then` are assignments on the built module,
    such as ``("fc", New("torch.nn.Identity"))``, which read ``model.fc = nn.Identity()`` in the source.
    `weights` names the keyword arguments that only choose pre-trained weights: shapes do without them.
    """

    path: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    then: tuple[tuple[str, "New"], ...] = ()
    file: str = ""
    """A weights file of one's own that fills the module after the assignments; see `builder.weights.own_weights`."""
    operations: tuple[Operation, ...] = ()
    """Surgery on the built module, in order, after the assignments and the file."""
    shape_path: str | None = None
    """Another callable that builds the same network without weights, where the path itself would load them."""
    shape_args: tuple[Any, ...] | None = None
    shape_kwargs: Mapping[str, Any] | None = None
    inside: "Plan | None" = field(default=None, compare=False, repr=False)
    """The plan of a group, whose class is written from it; the path then holds the name that it asks for."""
    mark: str = ""
    """A digest of all that this plan follows from, so that two calls differ where their classes do."""

    def without_weights(self) -> "New":
        """The call that builds the same architecture without reading any weights, also in what is put inside."""
        return New(
            self.shape_path or self.path,
            self.args if self.shape_args is None else self.shape_args,
            self.kwargs if self.shape_kwargs is None else self.shape_kwargs,
            tuple((path, part.without_weights()) for path, part in self.then),
            operations=tuple(
                replace(one, new=one.new and one.new.without_weights()) for one in self.operations
            ),
            inside=self.inside and self.inside.without_weights(),
            mark=self.mark,
        )

    @property
    def cut(self) -> tuple[str, ...]:
        """The paths that the assignments put something else at."""
        return tuple(path for path, _ in self.then)


def new(path: str, *args: Any, **kwargs: Any) -> New:
    """Shorthand for the common case: ``new("torch.nn.Linear", in_features=4, out_features=2)``."""
    return New(path, args, kwargs)


@dataclass(frozen=True)
class Recipe:
    """How a node computes: at most one module, a call, and what each output port takes from the result.

    `call` is a Python expression over ``{module}`` and the names of the block's input ports, such as
    ``{module}({x})`` or ``torch.cat([{xs}], dim=1)``; a port that takes many wires is replaced by all of them.
    `outputs` gives each output port an expression over ``{result}``; one port alone defaults to ``{result}``.
    `uses` are dotted paths of our own functions that the call needs; their source goes into the export.
    `inferred` are sizes that followed from the input, beyond the module's own keyword arguments.
    `on_cpu` asks for a real run on tiny data where PyTorch cannot compute shapes without values.
    """

    call: str = "{module}({x})"
    module: New | None = None
    outputs: Mapping[str, str] = field(default_factory=dict)
    uses: tuple[str, ...] = ()
    inferred: Mapping[str, Any] = field(default_factory=dict)
    on_cpu: bool = False
    note: str = ""
    """Something the page should always say, such as ``random weights``."""
    frozen: tuple[str, ...] = ()
    """Paths inside the module that are frozen by themselves, wherever it stands."""
    added: tuple[str, ...] = ()
    """Paths inside the module that are trained by themselves, also where it is frozen."""
