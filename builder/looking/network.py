"""A live network that is run only as far as somebody looks, and remembers what it built and computed."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.documents.graph import Graph
from builder.documents.sharing import owner_of
from builder.looking.field import arriving
from builder.planning.budget import afford
from builder.planning.planned import Plan
from builder.problem import DocumentError, Refused
from builder.weightless.foreign import explain
from builder.writing.places import attribute

if TYPE_CHECKING:
    import torch
    from torch import nn

    from builder.looking.attending import Attention

Place = tuple[str, str]


@dataclass
class Network:
    """The modules of a document by node, built in the order of the live network and with its random numbers.

    `values` holds what each output gave for the sample that was looked at last.
    """

    planned: Plan
    weights: Path | None = None
    modules: "dict[str, nn.Module | None]" = field(default_factory=dict)
    values: "dict[Place, torch.Tensor]" = field(default_factory=dict)
    attentions: "dict[str, list[Attention]]" = field(default_factory=dict)
    sample: str = ""
    state: "torch.Tensor | None" = None

    def run(self, node: str, sample: str, arguments: "Mapping[Place, torch.Tensor]") -> None:
        """Compute a node's outputs for a sample, and whatever in front of it is not known yet.

        Raises:
            DocumentError: a module cannot be built or run, or there is no memory for it.
        """
        import torch

        if sample != self.sample:
            self.sample, self.values, self.attentions = sample, dict(arguments), {}
        above = Graph.of(self.planned.document).above([node])
        with torch.no_grad():
            for name in (name for name in self.planned.order if name in above):
                if name not in {done for done, _ in self.values}:
                    self._build(name)
                    self._compute(name)

    def _build(self, node: str) -> None:
        """Build the nodes up to this one, going on with the random numbers where the last build stopped."""
        import torch

        from builder.weightless.drawing import drawn
        from builder.writing.build import build

        if node in self.modules:
            return
        if not self.modules:
            afford(self.planned)
        with drawn():
            if self.state is None:
                torch.manual_seed(self.planned.document.seed)
            else:
                torch.set_rng_state(self.state)
            planned, owner = self.planned, owner_of(self.planned.document, node)
            there = planned.present if node in planned.present else planned.order
            owners = dict.fromkeys(owner_of(planned.document, name) for name in there)
            order = [name for name in planned.order if name in owners and name not in self.modules]
            for name in order[: order.index(owner) + 1] if owner in order else ():
                new = self.planned.nodes[name].recipe.module
                try:
                    module = build(new).eval() if new else None
                except Exception as error:
                    raise DocumentError((explain(error, node=name),)) from error
                self.modules[name] = self._filled(name, module)
            self.modules[node] = self.modules[owner]
            self.state = torch.get_rng_state()

    def _filled(self, node: str, module: "nn.Module | None") -> "nn.Module | None":
        """A module with the weights that a run gave it."""
        from safetensors import safe_open

        if module is None or self.weights is None:
            return module
        start = f"{attribute(node)}."
        with safe_open(self.weights, framework="pt") as stored:
            found = {
                name.removeprefix(start): stored.get_tensor(name)
                for name in stored.keys()  # noqa: SIM118 - not a mapping
                if name.startswith(start)
            }
        module.load_state_dict(found)
        return module

    def _compute(self, node: str) -> None:
        from builder.looking.attending import Attending
        from builder.looking.place import placed
        from builder.weightless.running import evaluate

        recipe, module, stack = self.planned.nodes[node].recipe, self.modules[node], list[str]()
        given = iter(list(arriving(self.planned, node, self.values)))
        try:
            with placed(stack, node, module), Attending(stack) as attending:
                result = evaluate(recipe, self.planned.site(node), module, lambda _: next(given))
        except Exception as error:
            problem = explain(error, node=node, arrived=self.planned.site(node).arrived)
            raise DocumentError((problem,)) from error
        self.attentions[node] = attending.found
        self.values |= {(node, port): tensor for port, tensor in result.items()}


class Networks:
    """The networks that were looked into last, so that the next look needs no building."""

    def __init__(self, room: int = 2) -> None:
        self._known: OrderedDict[object, Network] = OrderedDict()
        self._room = room

    def get(self, planned: Plan, weights: Path | None) -> Network:
        """The network of a plan, known or new; one with other parameters or weights is another network."""
        recipes = tuple((node, repr(planned.nodes[node].recipe)) for node in planned.live)
        key = (recipes, planned.document.edges, planned.document.seed, str(weights))
        found = self._known.pop(key, None) or Network(planned, weights)
        self._known[key] = found
        while len(self._known) > self._room:
            self._known.popitem(last=False)
        return found


def weights_for(planned: Plan, node: str, run: Path | None) -> tuple[Path | None, str]:
    """The weights of a trained run where they belong to this very network, and a sentence about them.

    The run may have had other heads: everything in front of the node has to be the same.
    """
    from builder.documents.reading import from_json
    from builder.weights.trained import read_record

    if run is None:
        return None, ""
    try:
        record = read_record(run)
        old = from_json(record["document"])
    except (Refused, DocumentError):
        return None, ""
    if not _same(planned, node, old):
        return None, "The latest run trained another network, so these are the weights before training."
    return run / "model.safetensors", "With the weights of the latest run."


def _same(planned: Plan, node: str, old: Any) -> bool:
    above = Graph.of(planned.document).above([node])
    parts = [
        (
            {(n.id, n.block, repr(n.params), repr(n.edits)) for n in one.nodes if n.id in above},
            {edge for edge in one.edges if edge.target in above},
        )
        for one in (planned.document, old)
    ]
    return parts[0] == parts[1]
