"""The block: one final class in one file, from which palette, form, validation, shapes, module and source come."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from builder.formula import Formula, Term
from builder.param import Param
from builder.recipe import Recipe
from builder.spec import Spec


@dataclass(frozen=True)
class Input:
    """A named input port. `many` takes several wires in order; `optional` may stay unconnected."""

    kind: str
    sentence: str
    optional: bool = False
    many: bool = False


@dataclass(frozen=True)
class Output:
    """A named output port. The kind ``any`` means: as what arrived, or as the shape suggests."""

    kind: str
    sentence: str


@dataclass(frozen=True)
class Beside:
    """What a block runs beside, in an edit that adds to it: the module, without weights, and what it gives."""

    module: Any
    gives: Spec


@dataclass(frozen=True)
class Site:
    """Where a block stands in a graph: its parameters, what arrives, and which of its outputs are used.

    `params` holds every declared parameter, with defaults filled in. `arrived` holds one Spec an input port, or
    a tuple of them for a port that takes many wires; an unconnected optional port is absent. `wanted` are the
    output ports that something uses, taps included. `beside` is set inside a network only.
    """

    node: str
    params: Mapping[str, Any]
    arrived: Mapping[str, Spec | tuple[Spec, ...]]
    wanted: tuple[str, ...] = ()
    taps: tuple[str, ...] = ()
    beside: Beside | None = None

    def spec(self, port: str) -> Spec:
        """What arrives at a port that takes one wire."""
        spec = self.arrived[port]
        assert isinstance(spec, Spec)
        return spec

    def specs(self, port: str) -> tuple[Spec, ...]:
        """What arrives at a port that takes many wires, in order."""
        specs = self.arrived[port]
        assert isinstance(specs, tuple)
        return specs

    def has(self, port: str) -> bool:
        """Whether an optional port is connected."""
        return port in self.arrived

    def infer(self, param: str, size: int) -> int:
        """The value set by hand, or the size that follows from the input."""
        value = self.params[param]
        return size if value is None else int(value)


class Block(ABC):
    """What a node does. Final subclasses declare ports and parameters and one method; they hold no state.

    The class's docstring is the sentence that people read. The id is the name of the file, the category the
    name of its folder.
    """

    title: ClassVar[str]
    inputs: ClassVar[Mapping[str, Input]] = {}
    outputs: ClassVar[Mapping[str, Output]] = {}
    params: ClassVar[Mapping[str, Param]] = {}
    keywords: ClassVar[tuple[str, ...]] = ()
    tappable: ClassVar[bool] = False
    """Whether module paths inside may become output ports."""
    weights_param: ClassVar[str | None] = "weights"
    """The parameter that chooses pre-trained weights, where there is one of this name."""
    routes: ClassVar[str | None] = None
    """The input port whose values choose a branch. The block's module then has ``branches``, their names, and
    ``chosen(values)``, the branch of each sample."""
    role: ClassVar[str] = "layer"
    """``input``, ``output`` or ``layer``: inputs become arguments of the network, outputs its results.

    ``entry`` and ``exit`` are the same for the graph inside a group, whose ports they stand for.
    """

    @abstractmethod
    def declare(self, site: Site) -> Recipe:
        """Say how this node computes, given its parameters and what arrives.

        Raises:
            Refused: what arrives cannot be computed with; it names the port, what was expected and what came.
        """

    def formula(self, site: Site, port: str) -> Formula:
        """How each axis of an output follows from what arrives, with the numbers filled in; empty where unknown.

        It only explains: shapes come from running the real module, and a test holds the one against the other.
        """
        return ()

    def carries(self, params: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        """For an input port, what an input block in front of it should be set to, as the network was trained."""
        return {}

    def expects(self, params: Mapping[str, Any]) -> str:
        """How what arrives is to be prepared, for a person, where no input block does it; else empty."""
        return ""

    @property
    def content(self) -> str:
        """What its declaration follows besides the parameters and what arrives; most blocks have nothing such."""
        return ""

    @property
    def sentence(self) -> str:
        return (type(self).__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


class InputBlock(Block):
    """A block where data enters: it states what it gives, and turns values of a data column into tensors."""

    role = "input"
    usual: ClassVar[Mapping[str, Any]] = {}
    """What its open parameters come to where no network that it feeds says otherwise: `builder.documents.carrying`."""

    @abstractmethod
    def gives(self, params: Mapping[str, Any]) -> Mapping[str, Spec]:
        """What each output port carries, as declared by the parameters."""

    def prepared(self, params: Mapping[str, Any]) -> str:
        """How values become what arrives here, for a person who runs the exported network; empty for plain numbers."""
        return ""

    @abstractmethod
    def prepare(self, params: Mapping[str, Any], values: Any) -> Mapping[str, Any]:
        """Turn values of a data column (a batch of them) into one tensor for each output port."""

    def most(self, params: Mapping[str, Any]) -> Mapping[str, int]:
        """For an output port of whole numbers, how many different ones may leave it, counted from 0, where known."""
        return {}

    def words(self, params: Mapping[str, Any], ids: Sequence[int]) -> list[str]:
        """What people read in the place of each number that leaves; nothing where there are no words."""
        return []

    def declare(self, site: Site) -> Recipe:
        return Recipe(call="")

    def formula(self, site: Site, port: str) -> Formula:
        return tuple(
            Term(size, "is set in this input" if isinstance(size, int) else "changes from batch to batch")
            for size in self.gives(site.params)[port].shape
        )


class OutputBlock(Block):
    """A block where a result leaves: it carries the target, the loss, its weight and the metric."""

    role = "output"
    task: ClassVar[str] = ""
    """What its values mean beyond plain classes and numbers; see `builder.tasks`."""

    def declare(self, site: Site) -> Recipe:
        return Recipe(call="{x}")


def inferred_of(block: Block, site: Site, recipe: Recipe) -> dict[str, Any]:
    """The parameters that a person left open, with the values that followed from what arrives."""
    given = dict(recipe.module.kwargs) if recipe.module else {}
    given |= recipe.inferred
    return {
        name: given[name]
        for name, param in block.params.items()
        if param.inferred and site.params[name] is None and name in given
    }


class FittedBlock(Block):
    """A block whose tensors are computed from all training rows at once, before anything is learnt by gradients.

    Its one input port is ``x``, its one output port ``y``; what arrives must be the same in every epoch.
    """

    supervised: ClassVar[bool] = True
    """Whether it learns from a column of classes, named by its parameter ``target``."""

    @abstractmethod
    def fitted(
        self, params: Mapping[str, Any], features: Any, labels: Any, *, seed: int
    ) -> Mapping[str, Any]:
        """The tensors of its module by name, for features [n, C] and the places of the classes [n]."""
